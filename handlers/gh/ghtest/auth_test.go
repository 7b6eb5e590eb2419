// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v4"
	"github.com/google/go-github/v60/github"

	"github.com/bylaw-bot/bylaw/handlers/gh/ghtest"
)

func (w *world) jwt(issuer string, issued, expires time.Time) string {
	w.t.Helper()
	key, err := jwt.ParseRSAPrivateKeyFromPEM([]byte(w.app.PrivateKeyPEM))
	if err != nil {
		w.t.Fatal(err)
	}
	text, err := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.RegisteredClaims{
		Issuer: issuer, IssuedAt: jwt.NewNumericDate(issued), ExpiresAt: jwt.NewNumericDate(expires),
	}).SignedString(key)
	if err != nil {
		w.t.Fatal(err)
	}
	return text
}

func TestJWT(t *testing.T) {
	w := newWorld(t)
	id, now := strconv.FormatInt(w.app.ID, 10), time.Now()
	for _, test := range []struct {
		name, token string
		want        int
	}{
		{"good", w.jwt(id, now.Add(-time.Minute), now.Add(5*time.Minute)), 200},
		{"client id", w.jwt(w.app.ClientID, now.Add(-time.Minute), now.Add(5*time.Minute)), 200},
		{"expired", w.jwt(id, now.Add(-time.Hour), now.Add(-time.Minute)), 401},
		{"issued in the future", w.jwt(id, now.Add(time.Minute), now.Add(5*time.Minute)), 401},
		{"valid for an hour", w.jwt(id, now, now.Add(time.Hour)), 401},
		{"nobody's", w.jwt("1", now, now.Add(time.Minute)), 401},
		{"broken", w.jwt(id, now, now.Add(time.Minute)) + "x", 401},
		{"an installation's", w.inst.Token(), 401},
		{"none", "", 401},
	} {
		if got := w.get("/app", test.token, ""); got.status != test.want {
			t.Errorf("%s: %d %s, want %d", test.name, got.status, got.body, test.want)
		}
	}
	if got := w.get("/repos/acme/widgets", w.jwt(id, now, now.Add(time.Minute)), ""); got.status != 401 {
		t.Errorf("a JWT read a repository: %d", got.status)
	}
}

func TestAppReads(t *testing.T) {
	w := newWorld(t)
	c := w.appClient()
	app := must[*github.App](t)(c.Apps.Get(ctx(t), ""))
	if app.GetID() != w.app.ID || app.GetSlug() != "bylaw" || app.GetPermissions().GetChecks() != "write" {
		t.Errorf("app: %v", app)
	}
	all := must[[]*github.Installation](t)(c.Apps.ListInstallations(ctx(t), nil))
	one := must[*github.Installation](t)(c.Apps.GetInstallation(ctx(t), w.inst.ID))
	org := must[*github.Installation](t)(c.Apps.FindOrganizationInstallation(ctx(t), "acme"))
	repo := must[*github.Installation](t)(c.Apps.FindRepositoryInstallation(ctx(t), "acme", "widgets"))
	for _, i := range append(all, one, org, repo) {
		if i.GetID() != w.inst.ID || i.GetAccount().GetID() != w.org.ID {
			t.Errorf("installation: %v", i)
		}
	}
	w.repo.SetProperty("areas", nil)
	repos := must[*github.ListRepositories](t)(w.client(w.inst).Apps.ListRepos(ctx(t), nil))
	if repos.GetTotalCount() != 1 || repos.Repositories[0].GetID() != w.repo.ID {
		t.Errorf("repositories: %v", repos)
	}
}

func TestTokens(t *testing.T) {
	w := newWorld(t)
	secretRepo := w.org.NewRepo("secret", ghtest.RepoSpec{Visibility: "private"})
	token := must[*github.InstallationToken](t)(w.appClient().Apps.CreateInstallationToken(ctx(t), w.inst.ID, &github.InstallationTokenOptions{
		Repositories: []string{"widgets"}, Permissions: &github.InstallationPermissions{Contents: new("read")},
	}))
	if text := token.GetToken(); !strings.HasPrefix(text, "ghs_"+strconv.FormatInt(w.app.ID, 10)+"_") || len(text) < 200 {
		t.Errorf("token %s", text)
	}
	for path, want := range map[string]int{
		"/repos/acme/widgets/git/ref/heads/main": 200, "/repos/acme/secret": 404, "/repos/acme/widgets/pulls": 403,
	} {
		if got := w.get(path, token.GetToken(), ""); got.status != want {
			t.Errorf("%s: %d, want %d", path, got.status, want)
		}
	}
	w.expectViolations()
	_, _, err := w.appClient().Apps.CreateInstallationToken(ctx(t), w.inst.ID, &github.InstallationTokenOptions{
		Permissions: &github.InstallationPermissions{Administration: new("write")},
	})
	if refusal(t, err).Response.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("more than was granted: %v", err)
	}
	for who, want := range map[string]int{"": 404, w.s.NewToken(w.ana): 404, w.inst.Token(): 200, "ghs_1_x": 401} {
		if got := w.get("/repos/acme/secret", who, ""); got.status != want {
			t.Errorf("%.8s reads %s: %d, want %d", who, secretRepo.FullName(), got.status, want)
		}
	}
	w.org.AddMember(w.ana, "member")
	if got := w.get("/repos/acme/secret", w.s.NewToken(w.ana), ""); got.status != 200 {
		t.Errorf("a member: %d", got.status)
	}
}

func TestTokensExpire(t *testing.T) {
	now := fixed
	s, err := ghtest.New(ghtest.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w := &world{t: t, s: s, http: newHTTP(t)}
	app, err := s.NewApp(ghtest.AppSpec{Name: "x"})
	if err != nil {
		t.Fatal(err)
	}
	org := s.NewOrg("acme")
	org.NewRepo("widgets", ghtest.RepoSpec{})
	token := s.Install(app, org.Account).Token()
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{0, 200}, {time.Hour - time.Second, 200}, {time.Hour, 401}} {
		now = fixed.Add(step.after)
		if got := w.get("/repos/acme/widgets", token, ""); got.status != step.want {
			t.Errorf("after %s: %d, want %d", step.after, got.status, step.want)
		}
	}
}

// TestPermissions: what was not granted is refused, and the answer names what would do.
func TestPermissions(t *testing.T) {
	w := newWorld(t)
	p := w.pull(map[string]string{"a": "a"})
	poor, err := w.s.NewApp(ghtest.AppSpec{Name: "Poor", Permissions: map[string]string{"checks": "read"}})
	if err != nil {
		t.Fatal(err)
	}
	inst := w.s.Install(poor, w.org.Account)
	for _, test := range []struct{ method, path, body, accepted string }{
		{"POST", "/repos/acme/widgets/check-runs", `{"name": "x", "head_sha": "` + p.HeadSHA() + `"}`, "checks=write"},
		{"POST", "/repos/acme/widgets/issues/1/comments", `{"body": "x"}`, "issues=write; pull_requests=write"},
		{"GET", "/repos/acme/widgets/pulls/1", "", "pull_requests=read"},
		{"GET", "/repos/acme/widgets/contents/README.md", "", "contents=read"},
	} {
		got := w.send(test.method, test.path, inst.Token(), test.body, nil)
		if got.status != 403 || got.header.Get("X-Accepted-GitHub-Permissions") != test.accepted || !strings.Contains(got.body, "Resource not accessible by integration") {
			t.Errorf("%s %s: %d %q %s", test.method, test.path, got.status, got.header.Get("X-Accepted-GitHub-Permissions"), got.body)
		}
	}
	w.s.Switch(func(sw *ghtest.Switches) { sw.PublicReadsFree = true })
	if got := w.get("/repos/acme/widgets/pulls/1", inst.Token(), ""); got.status != 200 {
		t.Errorf("public reads are free: %d", got.status)
	}
	poor.SetPermissions(permissions, nil)
	if got := w.send("POST", "/repos/acme/widgets/issues/1/comments", inst.Token(), `{"body": "x"}`, nil); got.status != 403 {
		t.Errorf("before the new permissions are accepted: %d", got.status)
	}
	inst.Accept()
	if got := w.send("POST", "/repos/acme/widgets/issues/1/comments", inst.Token(), `{"body": "x"}`, nil); got.status != 201 {
		t.Errorf("after: %d", got.status)
	}
	w.repo.Archive(true)
	if got := w.send("POST", "/repos/acme/widgets/issues/1/comments", inst.Token(), `{"body": "x"}`, nil); got.status != 403 {
		t.Errorf("an archived repository was written to: %d", got.status)
	}
}

func TestSuspended(t *testing.T) {
	w := newWorld(t)
	token := w.inst.Token()
	w.inst.Suspend(w.ana)
	if got := w.get("/repos/acme/widgets", token, ""); got.status != 403 {
		t.Errorf("with an old token: %d", got.status)
	}
	_, _, err := w.appClient().Apps.CreateInstallationToken(ctx(t), w.inst.ID, nil)
	if refusal(t, err).Response.StatusCode != http.StatusForbidden {
		t.Errorf("a new token: %v", err)
	}
	w.inst.Unsuspend()
	if got := w.get("/repos/acme/widgets", token, ""); got.status != 200 {
		t.Errorf("unsuspended: %d", got.status)
	}
	w.inst.Delete()
	if got := w.get("/repos/acme/widgets", token, ""); got.status != 401 {
		t.Errorf("deleted: %d", got.status)
	}
}

func (w *world) appJWT() string {
	return w.jwt(strconv.FormatInt(w.app.ID, 10), time.Now().Add(-time.Minute), time.Now().Add(5*time.Minute))
}
