package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// written makes a file with something in it and closes it.
func written(t *testing.T) (path string, content []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "progress.db")
	s := sound(t, path)
	session, err := s.StartSession("drill", "x", 1)
	must(t, err)
	for i := range 500 {
		must(t, s.AppendEvent(session.ID, fmt.Appendf(nil, `{"event":%d,"text":"some text to fill pages with"}`, i)))
	}
	must(t, s.Close())
	content, err = os.ReadFile(path)
	must(t, err)
	if len(content) < 5*4096 {
		t.Fatalf("the file has %d bytes, too few pages to damage one", len(content))
	}
	return path, content
}

// works checks that a store takes and gives back a value.
func works(t *testing.T, s *Store) {
	t.Helper()
	must(t, s.SetSetting("works", "yes"))
	if got, ok, err := s.Setting("works"); got != "yes" || !ok || err != nil {
		t.Fatalf("setting: %q %v %v", got, ok, err)
	}
}

// A damaged file is kept byte for byte under the name the notice gives, and a
// fresh file works in its place.
func TestDamagedFileIsSetAside(t *testing.T) {
	for name, damage := range map[string]func(sound []byte) []byte{
		"not a database":     func([]byte) []byte { return bytes.Repeat([]byte("netsplit "), 1000) },
		"one byte":           func([]byte) []byte { return []byte("x") },
		"a zero byte":        func([]byte) []byte { return []byte{0} },
		"cut in the header":  func(b []byte) []byte { return b[:50] },
		"cut after a page":   func(b []byte) []byte { return b[:4096] },
		"cut within a page":  func(b []byte) []byte { return b[:len(b)-1000] },
		"a page overwritten": func(b []byte) []byte { return overwrite(b, len(b)/4096/2*4096, 4096, 0xff) },
		"a page of zeros":    func(b []byte) []byte { return overwrite(b, len(b)/4096/2*4096, 4096, 0) },
		"the schema lost":    func(b []byte) []byte { return overwrite(b, 100, 3996, 0) },
		"a negative version": func(b []byte) []byte { return overwrite(b, 60, 4, 0xff) },
	} {
		t.Run(name, func(t *testing.T) {
			path, content := written(t)
			content = damage(bytes.Clone(content))
			must(t, os.WriteFile(path, content, 0o600))

			s, notices, err := Open(path)
			must(t, err)
			works(t, s)
			must(t, s.Close())

			aside := named(t, notices, "damaged")
			if got, err := os.ReadFile(aside); err != nil || !bytes.Equal(got, content) {
				t.Errorf("%s does not hold what was damaged: %v", aside, err)
			}
			sound(t, path) // and no notice the second time
		})
	}
}

func overwrite(b []byte, at, n int, with byte) []byte {
	copy(b[at:at+n], bytes.Repeat([]byte{with}, n))
	return b
}

// named checks that there is one notice, that it says word, and that it names
// an existing file beside the first one. It returns that file.
func named(t *testing.T, notices []string, word string) string {
	t.Helper()
	if len(notices) != 1 || !strings.Contains(notices[0], word) {
		t.Fatalf("notices %q, want one that says %q", notices, word)
	}
	for _, field := range strings.Fields(notices[0]) {
		field = strings.TrimRight(field, ".,)")
		if strings.Contains(field, ".db.") {
			if _, err := os.Stat(field); err == nil {
				return field
			}
		}
	}
	t.Fatalf("the notice names no file that exists: %s", notices[0])
	return ""
}

// A file of a later version is kept with its data, log included.
func TestNewerFileIsSetAside(t *testing.T) {
	path, _ := written(t)
	db, err := dial(path)
	must(t, err)
	for _, statement := range []string{
		fmt.Sprintf("PRAGMA user_version = %d", len(migrations())+1),
		"CREATE TABLE tomorrow (idea TEXT)",
		"INSERT INTO tomorrow VALUES ('kept')",
	} {
		_, err := db.Exec(statement)
		must(t, err)
	}
	must(t, db.Close())

	s, notices, err := Open(path)
	must(t, err)
	defer s.Close()
	works(t, s)

	db, err = dial(named(t, notices, "newer"))
	must(t, err)
	defer db.Close()
	var idea string
	if err := db.QueryRow("SELECT idea FROM tomorrow").Scan(&idea); err != nil || idea != "kept" {
		t.Errorf("the newer file lost its data: %q %v", idea, err)
	}
}

// Two files damaged within one second get two names.
func TestSetAsideNeverOverwrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "progress.db")
	now := func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }
	for i := range 3 {
		must(t, os.WriteFile(path, fmt.Appendf(nil, "damage number %d", i), 0o600))
		s, notices, err := open(path, now)
		must(t, err)
		must(t, s.Close())
		got, err := os.ReadFile(named(t, notices, "damaged"))
		if want := fmt.Sprintf("damage number %d", i); err != nil || string(got) != want {
			t.Errorf("set aside %d holds %q %v", i, got, err)
		}
	}
}

// A database of another program is refused and left alone.
func TestForeignDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "photos.db")
	db, err := dial(path)
	must(t, err)
	_, err = db.Exec("CREATE TABLE photo (name TEXT)")
	must(t, err)
	must(t, db.Close())
	before, err := os.ReadFile(path)
	must(t, err)

	_, _, err = Open(path)
	refused(t, err, path, "another program")

	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, before) {
		t.Errorf("the file was changed: %v", err)
	}
}

// refused checks that an error names the path, a reason and the cure.
func refused(t *testing.T, err error, path, reason string) {
	t.Helper()
	var unusable *Unusable
	if !errors.As(err, &unusable) {
		t.Fatalf("error %v, want an Unusable", err)
	}
	for _, want := range []string{path, reason, "--db FILE"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q: %v", want, err)
		}
	}
}

// Each place where no file can be made gives an error with the path and the
// cure, and leaves nothing behind.
func TestImpossiblePlaces(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	must(t, os.WriteFile(file, []byte("x"), 0o600))

	_, _, err := Open(folder)
	refused(t, err, folder, "it is a folder")

	below := filepath.Join(file, "progress.db")
	_, _, err = Open(below)
	refused(t, err, below, "not a directory")

	if _, _, err := Open(""); err == nil || !strings.Contains(err.Error(), "--db FILE") {
		t.Errorf("an empty path: %v", err)
	}
	if _, err := os.Stat("/dev/null"); err == nil {
		_, _, err := Open("/dev/null")
		refused(t, err, "/dev/null", "not a regular file")
	}
	long := filepath.Join(folder, strings.Repeat("n", 300))
	_, _, err = Open(long)
	refused(t, err, long, "")
}

// Without permission to write, opening says so instead of failing at the
// first answer.
func TestReadOnly(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write anywhere")
	}
	path, content := written(t)
	must(t, os.Chmod(path, 0o400))
	_, _, err := Open(path)
	refused(t, err, path, "read-only")
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, content) {
		t.Errorf("the file was changed: %v", err)
	}

	folder := t.TempDir()
	must(t, os.Chmod(folder, 0o500))
	inside := filepath.Join(folder, "progress.db")
	_, _, err = Open(inside)
	refused(t, err, inside, "permission denied")
}

// When no room is left, the error says so and what was saved before is whole.
func TestFull(t *testing.T) {
	path, _ := written(t)
	s := sound(t, path)
	_, err := s.db.Exec("PRAGMA max_page_count = 1") // SQLite holds it to the present size
	must(t, err)
	text := strings.Repeat("a", 10_000)
	for i := 0; err == nil && i < 100; i++ {
		err = s.SaveAnswer(Answer{Document: "d", Text: text})
	}
	refused(t, err, path, "the disk is full")
	must(t, s.Close())
	sound(t, path)
}

// Another program that holds the file locked is named as the reason.
func TestLocked(t *testing.T) {
	path, _ := written(t)
	holder, err := dial(path)
	must(t, err)
	defer holder.Close()
	tx, err := holder.Begin()
	must(t, err)
	defer tx.Rollback()

	s := &Store{Now: time.Now, path: path}
	s.db, err = dial(path)
	must(t, err)
	defer s.Close()
	_, err = s.db.Exec("PRAGMA busy_timeout = 1")
	must(t, err)
	refused(t, s.SetSetting("a", "b"), path, "another program holds it locked")
}

// A file written by the first version is upgraded with its data, and a copy
// from before is kept.
func TestMigrationFromVersion1(t *testing.T) {
	fixture, err := os.ReadFile("testdata/version1.db")
	must(t, err)
	path := filepath.Join(t.TempDir(), "progress.db")
	must(t, os.WriteFile(path, fixture, 0o600))

	s, notices, err := Open(path)
	must(t, err)
	if place, ok, err := s.LastPlace(); err != nil || !ok || place.Target != "quorums" || string(place.State) != `{"line":7}` {
		t.Errorf("the place was lost: %+v %v %v", place, ok, err)
	}
	if got, err := s.Answers("quorums"); err != nil || len(got) != 1 || got[0].Text != "two" {
		t.Errorf("the answer was lost: %+v %v", got, err)
	}
	session, err := s.StartSession("drill", "x", 1) // of the second version
	must(t, err)
	must(t, s.AppendEvent(session.ID, json.RawMessage("1")))
	must(t, s.Close())
	sound(t, path)

	backup, err := dial(named(t, notices, "upgraded from format 1"))
	must(t, err)
	defer backup.Close()
	var version, answers int
	must(t, backup.QueryRow("PRAGMA user_version").Scan(&version))
	must(t, backup.QueryRow("SELECT count(*) FROM answer").Scan(&answers))
	if version != 1 || answers != 1 {
		t.Errorf("the copy has version %d and %d answers, want 1 and 1", version, answers)
	}
}

// A migration that fails leaves the file as it was.
func TestMigrationIsOneTransaction(t *testing.T) {
	fixture, err := os.ReadFile("testdata/version1.db")
	must(t, err)
	path := filepath.Join(t.TempDir(), "progress.db")
	must(t, os.WriteFile(path, fixture, 0o600))
	db, err := dial(path)
	must(t, err)
	// The second migration makes "session" first and "event" last.
	_, err = db.Exec("CREATE TABLE event (in_the_way TEXT)")
	must(t, err)
	must(t, db.Close())

	_, _, err = Open(path)
	refused(t, err, path, "event already exists")

	db, err = dial(path)
	must(t, err)
	defer db.Close()
	var version, sessions int
	must(t, db.QueryRow("PRAGMA user_version").Scan(&version))
	must(t, db.QueryRow("SELECT count(*) FROM sqlite_schema WHERE name = 'session'").Scan(&sessions))
	if version != 1 || sessions != 0 {
		t.Errorf("half a migration is left: version %d, %d session tables", version, sessions)
	}
}

// Many openers of a file that isn't there, is old or is damaged: one of them
// does the work, all of them can write, and no write is lost.
func TestConcurrentOpeners(t *testing.T) {
	fixture, err := os.ReadFile("testdata/version1.db")
	must(t, err)
	for name, content := range map[string][]byte{"new": nil, "version 1": fixture, "damaged": []byte("damaged")} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "progress.db")
			if content != nil {
				must(t, os.WriteFile(path, content, 0o600))
			}
			var all sync.WaitGroup
			var mu sync.Mutex
			notices := 0
			for i := range 8 {
				all.Go(func() {
					s, said, err := Open(path)
					if err != nil {
						t.Errorf("opener %d: %v", i, err)
						return
					}
					defer s.Close()
					mu.Lock()
					notices += len(said)
					mu.Unlock()
					for j := range 5 {
						if err := s.SetSetting(fmt.Sprintf("%d/%d", i, j), "written"); err != nil {
							t.Errorf("opener %d: %v", i, err)
						}
					}
				})
			}
			all.Wait()
			s := sound(t, path)
			var rows int
			must(t, s.db.QueryRow("SELECT count(*) FROM setting WHERE value = 'written'").Scan(&rows))
			if rows != 40 {
				t.Errorf("%d of 40 writes are there", rows)
			}
			if want := min(len(content), 1); notices != want {
				t.Errorf("%d notices, want %d", notices, want)
			}
		})
	}
}

// Pragmas hold on every connection, also one made after the first was lost.
func TestPragmas(t *testing.T) {
	s := fresh(t)
	for range 2 {
		for pragma, want := range map[string]string{
			"journal_mode": "wal", "foreign_keys": "1", "synchronous": "2", "busy_timeout": "10000",
		} {
			var got string
			must(t, s.db.QueryRow("PRAGMA "+pragma).Scan(&got))
			if got != want {
				t.Errorf("%s is %s, want %s", pragma, got, want)
			}
		}
		conn, err := s.db.Conn(context.Background())
		must(t, err)
		if err := conn.Raw(func(any) error { return errBadConn }); !errors.Is(err, errBadConn) {
			t.Fatal(err)
		}
		conn.Close()
	}
}

var errBadConn = sql.ErrConnDone

// A log left by a killed process belongs to the file: it is set aside with it.
func TestLogIsSetAsideToo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "progress.db")
	must(t, os.WriteFile(path, []byte("damaged"), 0o600))
	must(t, os.WriteFile(path+"-wal", []byte("the log"), 0o600))
	s, notices, err := Open(path)
	must(t, err)
	defer s.Close()
	aside := named(t, notices, "damaged")
	if got, err := os.ReadFile(aside + "-wal"); err != nil || string(got) != "the log" {
		t.Errorf("the log was not kept: %q %v", got, err)
	}
}

// Whatever bytes are in the file, opening it gives a working store or an
// error, and what was there is still there.
func FuzzOpen(f *testing.F) {
	fixture, err := os.ReadFile("testdata/version1.db")
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{}, 0, byte(0))
	f.Add([]byte("SQLite format 3\x00"), 3, byte('x'))
	for at := 0; at < 110; at += 7 {
		f.Add(fixture, at, byte(0xa5))
	}
	for at := 110; at < len(fixture); at += 1511 {
		f.Add(fixture, at, byte(0xa5))
	}
	f.Fuzz(func(t *testing.T, content []byte, at int, flip byte) {
		content = bytes.Clone(content)
		if at >= 0 && at < len(content) {
			content[at] ^= flip
		}
		folder := t.TempDir()
		path := filepath.Join(folder, "progress.db")
		must(t, os.WriteFile(path, content, 0o600))
		s, notices, err := Open(path)
		if err != nil {
			if got, _ := os.ReadFile(path); !bytes.Equal(got, content) {
				t.Fatalf("refused (%v), but the file was changed", err)
			}
			return
		}
		defer s.Close()
		works(t, s)
		if len(notices) == 1 && strings.Contains(notices[0], "damaged") {
			aside, _ := filepath.Glob(path + ".damaged-*")
			if len(aside) != 1 {
				t.Fatalf("%d files set aside", len(aside))
			}
			if got, _ := os.ReadFile(aside[0]); !bytes.Equal(got, content) {
				t.Fatal("what was set aside was changed")
			}
		}
	})
}
