// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"database/sql"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// pgServer is a Postgres of our own, started when the first test asks for it and ended with the test binary.
type pgServer struct {
	once  sync.Once
	dsn   string // of the database that always exists
	why   string // there is none
	dir   string
	leash io.Closer // the server ends when this closes, also when we are killed
	cmd   *exec.Cmd
	n     atomic.Int64
}

var server pgServer

// postgresDSN is the address of a new, empty database. BYLAW_TEST_POSTGRES names a server to use; without it the
// binaries of this machine are. Where there are none the test is skipped, except under CI, where it fails.
func postgresDSN(t testing.TB) string {
	t.Helper()
	server.once.Do(server.start)
	if server.why != "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("CI must test on Postgres: " + server.why)
		}
		t.Skip(server.why)
	}
	db := openSQL(t, server.dsn)
	name := fmt.Sprintf("bylaw_%d_%d", os.Getpid(), server.n.Add(1))
	if _, err := db.ExecContext(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(server.dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func openSQL(t testing.TB, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func (p *pgServer) start() {
	if p.dsn = os.Getenv("BYLAW_TEST_POSTGRES"); p.dsn != "" {
		return
	}
	bin, err := pgBinaries()
	if err == nil {
		err = p.run(bin)
	}
	if err != nil {
		p.why = "no Postgres: " + err.Error()
	}
}

func pgBinaries() (string, error) {
	places, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(places) > 0 {
		return filepath.Dir(places[len(places)-1]), nil
	}
	path, err := exec.LookPath("initdb")
	return filepath.Dir(path), err
}

// run makes a cluster in a directory of its own and serves it on a Unix socket there.
func (p *pgServer) run(bin string) error {
	var err error
	if p.dir, err = os.MkdirTemp("", "bylaw-pg"); err != nil {
		return err
	}
	as, err := notRoot(p.dir)
	if err != nil {
		return err
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(p.dir, "data"), "-U", "bylaw", "-A", "trust", "-E", "UTF8", "--no-sync")
	initdb.SysProcAttr, initdb.Dir = as, p.dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	p.cmd = exec.Command("/bin/sh", "-c", `"$0" -D data -k "$PWD" -c listen_addresses= -c max_connections=200 >log 2>&1 & read -r x; kill -INT $!; wait`,
		filepath.Join(bin, "postgres"))
	p.cmd.SysProcAttr, p.cmd.Dir, p.cmd.Env = as, p.dir, append(os.Environ(), "PWD="+p.dir)
	if p.leash, err = p.cmd.StdinPipe(); err != nil {
		return err
	}
	if err := p.cmd.Start(); err != nil {
		return err
	}
	p.dsn = "postgres://bylaw@/postgres?host=" + url.QueryEscape(p.dir)
	return p.wait()
}

// notRoot is how to run as somebody else, which Postgres wants of root.
func notRoot(dir string) (*syscall.SysProcAttr, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, os.Chown(dir, uid, gid)
}

func (p *pgServer) wait() error {
	db, err := sql.Open("pgx", p.dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	for range 100 {
		if err = db.Ping(); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return err
}

func (p *pgServer) stop() {
	if p.cmd != nil {
		p.leash.Close()
		_ = p.cmd.Wait()
	}
	if p.dir != "" {
		_ = os.RemoveAll(p.dir)
	}
}
