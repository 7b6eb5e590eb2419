// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package trailer

import (
	"slices"
	"strings"
	"testing"
)

func TestSignOffs(t *testing.T) {
	ana := []Person{{"Ana", "ana@example.com"}}
	for _, c := range []struct {
		name, message string
		want          []Person
		near          bool
	}{
		{"plain", "Add gears\n\nSigned-off-by: Ana <ana@example.com>", ana, false},
		{"cr and blanks", "Add\r\n\r\nSigned-off-by: \t Ana <ana@example.com> \t\r\n", ana, false},
		{"case of the key", "Add\n\nsIGNED-oFF-bY: Ana <ana@example.com>", ana, false},
		{"in the middle", "Add\nSigned-off-by: Ana <ana@example.com>\n\nmore words", ana, false},
		{"several", "x\n\nSigned-off-by: Ana <ana@example.com>\nSigned-off-by: Bo Li <b@x>", append(slices.Clone(ana), Person{"Bo Li", "b@x"}), false},
		{"subject", "Signed-off-by: Ana <ana@example.com>", ana, false},
		{"none", "Add gears", nil, false},
		{"indented", "x\n\n Signed-off-by: Ana <ana@example.com>", nil, true},
		{"quoted", "x\n\n> Signed-off-by: Ana <ana@example.com>", nil, true},
		{"words behind", "x\n\nSigned-off-by: Ana <ana@example.com> # yes", nil, true},
		{"no blank behind the colon", "x\n\nSigned-off-by:Ana <ana@example.com>", nil, true},
		{"no address", "x\n\nSigned-off-by: Ana", nil, true},
		{"no name", "x\n\nSigned-off-by: <ana@example.com>", nil, true},
		{"no blank before the address", "x\n\nSigned-off-by: Ana<ana@example.com>", nil, true},
		{"two addresses", "x\n\nSigned-off-by: Ana <a@b> <ana@example.com>", nil, true},
		{"no colon", "x\n\nSigned off by Ana", nil, true},
		{"a blank in the address", "x\n\nSigned-off-by: Ana <ana @example.com>", nil, true},
		{"too long", "x\n\nSigned-off-by: " + strings.Repeat("A", 2000) + " <ana@example.com>", nil, false},
		{"empty", "", nil, false},
		{"key alone", "Signed-off-by:", nil, true},
	} {
		got, near := SignOffs(c.message)
		if !slices.Equal(got, c.want) || near != c.near {
			t.Errorf("%s: SignOffs = %v, %v; want %v, %v", c.name, got, near, c.want, c.near)
		}
	}
}

func TestCoAuthors(t *testing.T) {
	got := CoAuthors("x\n\nCo-authored-by: Bo <bo@x.y>\nCO-AUTHORED-BY: Cy\n Co-authored-by: Di <d@x.y>\nCo-authored-by:Ed <e@x.y>\n")
	want := []Person{{"Bo", "bo@x.y"}, {"Cy", ""}}
	if !slices.Equal(got, want) {
		t.Errorf("CoAuthors = %v; want %v", got, want)
	}
}

func TestRemediations(t *testing.T) {
	sha := strings.Repeat("0aB1", 10)
	own := "I, Ana, Luz <ana@x.y>, hereby add my Signed-off-by to this commit: "
	third := "On behalf of Bo <bo@x.y>, I, Ana <ana@x.y>, hereby add my Signed-off-by to this commit: "
	for _, c := range []struct {
		name, line string
		want       string
	}{
		{"own", own + sha, "Ana, Luz <ana@x.y> for  <>"},
		{"third party", third + sha, "Ana <ana@x.y> for Bo <bo@x.y>"},
		{"case and CR", strings.ToUpper(own) + sha + "\r", "ANA, LUZ <ANA@X.Y> for  <>"},
		{"short id", own + sha[:12], ""},
		{"words behind", own + sha + ".", ""},
		{"indented", " " + own + sha, ""},
		{"no address", "I, Ana, hereby add my Signed-off-by to this commit: " + sha, ""},
		{"half a third party", "On behalf of Bo <bo@x.y>, hereby add my Signed-off-by to this commit: " + sha, ""},
		{"third party without address", "On behalf of Bo, I, Ana <ana@x.y>, hereby add my Signed-off-by to this commit: " + sha, ""},
	} {
		var got string
		for _, r := range Remediations("Sign off\n\n" + c.line + "\n") {
			target := Person{}
			if r.Target != nil {
				target = *r.Target
			}
			got = r.By.Name + " <" + r.By.Email + "> for " + target.Name + " <" + target.Email + ">"
			if r.SHA != strings.ToLower(sha) {
				t.Errorf("%s: SHA = %q", c.name, r.SHA)
			}
		}
		if got != c.want {
			t.Errorf("%s: got %q; want %q", c.name, got, c.want)
		}
	}
}

func FuzzMessage(f *testing.F) {
	f.Add("x\n\nSigned-off-by: Ana <ana@example.com>\nCo-authored-by: Bo <b@x>")
	f.Add("On behalf of Bo <bo@x.y>, I, Ana <ana@x.y>, hereby add my Signed-off-by to this commit: " + strings.Repeat("a", 40))
	f.Add("Signed-off-by: İ <<>>\r\n\xff\x00 <a>")
	f.Fuzz(func(t *testing.T, message string) {
		found, _ := SignOffs(message)
		for _, p := range found {
			if p.Name == "" || p.Email == "" || strings.ContainsAny(p.Name+p.Email, "<>\n") {
				t.Errorf("sign-off %q", p)
			}
			again, _ := SignOffs("Signed-off-by: " + p.Name + " <" + p.Email + ">")
			if !slices.Equal(again, []Person{p}) {
				t.Errorf("%q does not survive a round trip: %q", p, again)
			}
		}
		CoAuthors(message)
		for _, r := range Remediations(message) {
			if len(r.SHA) < 40 || r.By.Email == "" {
				t.Errorf("remediation %+v", r)
			}
		}
	})
}
