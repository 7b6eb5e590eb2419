// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-bot/bylaw/rules"
)

const (
	zero = "0000000000000000000000000000000000000000"
	blob = "78981922613b2afb6025042ff6bd878ac1994e85"
)

func TestParseListing(t *testing.T) {
	in := "H 100644 " + blob + " 0\ta b.go\x00" +
		"M 100644 " + blob + " 1\tboth\x00M 100755 " + blob + " 2\tboth\x00" +
		"S 160000 " + blob + " 0\tsub\x00" +
		"? new\n? x\x00? nested/\x00? H 100644 " + blob + " 0\tforged\x00"
	want := []rules.File{
		{Path: "a b.go", Status: "unchanged", Mode: "100644", Blob: blob},
		{Path: "both", Status: "unchanged", Mode: "100644", Blob: blob},
		{Path: "sub", Status: "unchanged", Mode: "160000", Blob: blob},
		{Path: "new\n? x", Status: "added"},
		{Path: "H 100644 " + blob + " 0\tforged", Status: "added"},
	}
	if d := cmp.Diff(want, parseListing(in)); d != "" {
		t.Error(d)
	}
}

func TestParseDiff(t *testing.T) {
	in := ":000000 100644 " + zero + " " + blob + " A\x00:new\x00" +
		":100644 000000 " + blob + " " + zero + " D\x00gone\x00" +
		":100644 100755 " + blob + " " + zero + " R087\x00old\x00new name\x00" +
		":100644 120000 " + blob + " " + zero + " T\x00link\x00" +
		"3\t0\t:new\x000\t7\tgone\x001\t2\t\x00old\x00new name\x00-\t-\tlink\x00"
	want := []rules.File{
		{Path: ":new", Status: "added", Mode: "100644", Additions: 3},
		{Path: "gone", Status: "removed", Mode: "000000", Deletions: 7},
		{Path: "new name", PreviousPath: "old", Status: "renamed", Mode: "100755", Additions: 1, Deletions: 2},
		{Path: "link", Status: "modified", Mode: "120000", Binary: true},
	}
	got, err := parseDiff(in)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for _, bad := range []string{
		":000000 100644 x", ":000000 100644 a b A\x00", ":000000 100644 a b R1\x00old\x00", ":000000 100644 a b Z\x00x\x00",
		"1\tx\x00", "1\t2\t\x00old\x00", ":\x00x\x00",
	} {
		if _, err := parseDiff(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func TestParseLog(t *testing.T) {
	in := strings.Join([]string{
		"aa", "bb cc", "Ana", "ana@example.com", "Bo", "bo@example.com", "One\n\nbody\n",
		"dd", "", "", "", "", "", "\n",
	}, "\x00") + "\x00"
	want := []rules.Commit{
		{
			SHA: "aa", Parents: []string{"bb", "cc"}, Message: "One\n\nbody",
			Author: rules.Person{Name: "Ana", Email: "ana@example.com"}, Committer: rules.Person{Name: "Bo", Email: "bo@example.com"},
		},
		{SHA: "dd", Parents: []string{}},
	}
	got, err := parseLog(in)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if none, err := parseLog(""); err != nil || none == nil || len(none) != 0 {
		t.Errorf("no commits: %v, %v", none, err)
	}
	if _, err := parseLog("aa\x00bb\x00"); err == nil {
		t.Error("a cut record: no error")
	}
}

func TestParseRemote(t *testing.T) {
	for in, want := range map[string]string{
		"https://github.com/acme/widgets.git":          "acme/widgets",
		"https://user:secret@github.com/acme/widgets/": "acme/widgets",
		"ssh://git@github.com:22/acme/widgets.git":     "acme/widgets",
		"git@github.com:acme/widgets.git":              "acme/widgets",
		"git@github.com:acme/widgets":                  "acme/widgets",
		"https://gitlab.com/a/b/c":                     "/",
		"../widgets":                                   "/",
		"https://github.com":                           "/",
		"file:///srv/widgets.git":                      "/",
		"":                                             "/",
	} {
		owner, name, _ := parseRemote(in)
		if got := owner + "/" + name; got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestOpener(t *testing.T) {
	for mail, want := range map[string]rules.Account{
		dependabotMail:                             {ID: 49699333, Login: "dependabot[bot]", Type: "Bot"},
		"101+ana@users.noreply.github.com":         {ID: 101, Login: "ana", Type: "User"},
		"ana@users.noreply.github.com":             {},
		"-1+ana@users.noreply.github.com":          {},
		"101+ana@users.noreply.github.com.example": {},
		"ana@example.com":                          {},
	} {
		if got := opener(rules.Commit{Author: rules.Person{Email: mail}}); got != want {
			t.Errorf("%s: got %+v, want %+v", mail, got, want)
		}
	}
}

func FuzzParseDiff(f *testing.F) {
	f.Add(":000000 100644 " + zero + " " + blob + " A\x00new\x003\t0\tnew\x00")
	f.Add(":100644 100644 a b R1\x00old\x00new\x001\t2\t\x00old\x00new\x00")
	f.Fuzz(func(t *testing.T, in string) {
		files, err := parseDiff(in)
		for _, file := range files {
			if file.Status == "" {
				t.Fatalf("%q: a file without status", in)
			}
		}
		if err == nil && in != "" && len(files) == 0 && strings.HasPrefix(in, ":") {
			t.Fatalf("%q: an entry was lost", in)
		}
	})
}

func FuzzParseListing(f *testing.F) {
	f.Add("H 100644 " + blob + " 0\ta\x00? b\x00")
	f.Fuzz(func(t *testing.T, in string) {
		if files := parseListing(in); len(files) > strings.Count(in, "\x00")+1 {
			t.Fatalf("%q: more files than entries", in)
		}
	})
}

func FuzzParseRemote(f *testing.F) {
	f.Add("git@github.com:acme/widgets.git")
	f.Fuzz(func(t *testing.T, in string) {
		if owner, name, ok := parseRemote(in); ok && (owner == "" || name == "" || strings.Contains(owner+name, "/")) {
			t.Fatalf("%q: %q, %q", in, owner, name)
		}
	})
}
