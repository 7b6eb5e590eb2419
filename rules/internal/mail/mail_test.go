// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package mail

import (
	"strings"
	"testing"
)

func TestParseNoReply(t *testing.T) {
	for _, c := range []struct {
		address string
		want    NoReply
		ok      bool
	}{
		{"49699333+dependabot[bot]@users.noreply.github.com", NoReply{49699333, "dependabot[bot]"}, true},
		{"101+Ana@Users.NoReply.GitHub.com", NoReply{101, "ana"}, true},
		{" 101+ana@users.noreply.github.com ", NoReply{101, "ana"}, true},
		{"ana@users.noreply.github.com", NoReply{0, "ana"}, true},
		{"7+ana_acme@users.noreply.github.com", NoReply{7, "ana_acme"}, true},
		{"ana@example.com", NoReply{}, false},
		{"noreply@github.com", NoReply{}, false},
		{"101+ana@users.noreply.github.com.evil.example", NoReply{}, false},
		{"101+ana@uſers.noreply.github.com", NoReply{}, false}, // long s folds to s
		{"1０1+ana@users.noreply.github.com", NoReply{}, false}, // a full-width digit
		{"+ana@users.noreply.github.com", NoReply{}, false},
		{"0101+ana@users.noreply.github.com", NoReply{}, false},
		{"-5+ana@users.noreply.github.com", NoReply{}, false},
		{"99999999999999999999+ana@users.noreply.github.com", NoReply{}, false},
		{"1+2+ana@users.noreply.github.com", NoReply{}, false},
		{"1+@users.noreply.github.com", NoReply{}, false},
		{"@users.noreply.github.com", NoReply{}, false},
	} {
		got, ok := ParseNoReply(c.address)
		if ok != c.ok || (ok && got != c.want) {
			t.Errorf("ParseNoReply(%q) = %v, %v; want %v, %v", c.address, got, ok, c.want, c.ok)
		}
	}
}

func TestPlausible(t *testing.T) {
	good := []string{
		"ana@example.com", "a+b@x.y.z", "ana@bücher.example", "o'neil@example.ie", "1+a[bot]@users.noreply.github.com",
		"root@ip-10-0-0-1.ec2.internal",
	}
	bad := []string{
		"", "ana", "ana@localhost", "@example.com", "ana@", "a@b@c.d", "ana@example..com", "ana@.com", "ana@host.(none)",
		"an a@example.com", "ana@example.com ", "ana@exa mple.com", "ana@-x.com", "an\x00a@example.com", "ana\u200b@example.com",
		"a<b@example.com", strings.Repeat("a", 250) + "@example.com", "a\xff@example.com",
	}
	for _, a := range good {
		if !Plausible(a) {
			t.Errorf("Plausible(%q) = false", a)
		}
	}
	for _, a := range bad {
		if Plausible(a) {
			t.Errorf("Plausible(%q) = true", a)
		}
	}
}

func TestSame(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Ana  Luz ", "ana luz", true},
		{"Jose\u0301", "José", true},
		{"STRASSE", "straße", true},
		{"ΣΑΣ", "σας", true},
		{"a+b@x.y", "a@x.y", false},
		{"a.b@x.y", "ab@x.y", false},
		{"Аna", "Ana", false}, // a Cyrillic A
		{"", "", false},
		{" ", "", false},
	} {
		if got := Same(c.a, c.b); got != c.want {
			t.Errorf("Same(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

func TestMask(t *testing.T) {
	for in, want := range map[string]string{
		"leo@bank.example": "l***@b***.example", "ana": "***", "a@localhost": "a***@l***", "é@ü.de": "é***@ü***.de",
		"@x.y": "***", "a@b.": "a***@b***",
	} {
		if got := Mask(in); got != want {
			t.Errorf("Mask(%q) = %q; want %q", in, got, want)
		}
	}
}

func FuzzAddress(f *testing.F) {
	for _, s := range []string{"ana@example.com", "1+a[bot]@users.noreply.github.com", "a@b@c", "\xff@\x00.", "İ@Σ.ς"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n, ok := ParseNoReply(s); ok && (n.Login == "" || n.ID < 0) {
			t.Errorf("ParseNoReply(%q) = %+v", s, n)
		}
		if Fold(Fold(s)) != Fold(s) {
			t.Errorf("Fold is not stable for %q", s)
		}
		if Plausible(s) && strings.Count(s, "@") != 1 {
			t.Errorf("Plausible(%q)", s)
		}
		if m := Mask(s); Plausible(s) && len(s) > 12 && m == s {
			t.Errorf("Mask(%q) hides nothing", s)
		}
	})
}
