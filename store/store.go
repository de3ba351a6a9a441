// Package store keeps a learner's progress in one SQLite file: the place to
// resume at, what was read, what was answered, and the event logs of drills,
// reviews and labs.
//
// It exists so that nothing acknowledged is ever lost. Every Save call is one
// committed transaction, flushed to disk before it returns; killing the
// process at any moment loses at most the call that was under way. Two
// processes may use one file at once. A file that is damaged, or written by a
// newer netsplit, is never overwritten: it is renamed, and Open says so.
//
//	s, notices, err := store.Open(path)
//	if err != nil { … }            // names the path and the cure
//	defer s.Close()
//	s.SavePlace(store.Place{Page: "lesson", Target: "quorums"})
//	place, ok, err := s.LastPlace()
//
// The file's format is SQLite's (https://sqlite.org/fileformat.html) with
// write-ahead logging (https://sqlite.org/wal.html); migrations are numbered
// SQL files, and PRAGMA user_version holds the number of the last one applied.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// Store is an open progress file. Its methods may be called from several
// goroutines; they share one connection, so writes never wait for each other
// inside a process.
type Store struct {
	// Now gives the time written beside what is saved. Tests replace it.
	Now func() time.Time

	db   *sql.DB
	path string // as the user gave it, made absolute

	mu    sync.Mutex
	added map[int64]int // events of this program, by session
}

// Open opens the progress file at path, making it and its folders when they
// are not there. The notices are sentences for the user: what was set aside,
// and what was kept before an upgrade. An error names the path and the cure.
func Open(path string) (*Store, []string, error) {
	return open(path, time.Now)
}

func open(path string, now func() time.Time) (*Store, []string, error) {
	if path == "" {
		return nil, nil, errors.New("no progress file given: use --db FILE")
	}
	shown, err := filepath.Abs(path)
	if err != nil {
		return nil, nil, unusable(path, err)
	}
	if err := os.MkdirAll(filepath.Dir(shown), 0o700); err != nil {
		return nil, nil, unusable(shown, err)
	}
	// Through a symbolic link SQLite keeps the log beside the real file, so
	// that is the one to look at and to set aside.
	file := shown
	if target, err := filepath.EvalSymlinks(shown); err == nil {
		file = target
	}
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		return nil, nil, unusable(shown, notRegular(info))
	}

	s := &Store{Now: now, path: shown}
	notices, err := s.connect(file)
	if err != nil {
		return nil, nil, unusable(shown, err)
	}
	return s, notices, nil
}

// connect opens the file and leaves it ready for use. The common case, a sound
// file of the current version, takes no lock. Anything that changes the file
// as a whole is decided again under a lock, so that of two processes only one
// makes, migrates or sets it aside.
func (s *Store) connect(file string) ([]string, error) {
	if _, err := os.Stat(file); err == nil {
		db, found, err := inspect(file)
		if err != nil {
			return nil, err
		}
		if found.state == current {
			s.db = db
			return nil, nil
		}
		db.Close()
	}

	unlock, err := lockedfile.MutexAt(file + ".lock").Lock()
	if err != nil {
		return nil, err
	}
	defer unlock()

	var notices []string
	for range 2 { // once to set the old file aside, once for the fresh one
		db, found, err := inspect(file)
		if err != nil {
			return nil, err
		}
		switch found.state {
		case current:
			s.db = db
			return notices, nil
		case older:
			notice, err := migrate(db, file, found.version, s.Now())
			if err != nil {
				db.Close()
				return nil, err
			}
			if notice != "" {
				notices = append(notices, notice)
			}
			s.db = db
			return notices, nil
		case foreign:
			db.Close()
			return nil, errors.New("it is a database of another program")
		}
		db.Close()
		notice, err := setAside(file, found, s.Now())
		if err != nil {
			return nil, err
		}
		notices = append(notices, notice)
	}
	return nil, errors.New("the file is still damaged after it was set aside")
}

// Close ends the use of the file. The last process to close it folds the
// write-ahead log into it.
func (s *Store) Close() error { return s.db.Close() }

// Path is the absolute path of the file.
func (s *Store) Path() string { return s.path }

// write runs one transaction. An error of the file itself names the path.
func (s *Store) write(change func(tx *sql.Tx) error) error {
	tx, err := s.db.BeginTx(context.Background(), nil)
	if err != nil {
		return s.failed(err)
	}
	defer tx.Rollback() // does nothing after a commit
	if err := change(tx); err != nil {
		return s.failed(err)
	}
	return s.failed(tx.Commit())
}

// failed adds the path and the cure to an error of SQLite, and leaves nil and
// our own errors as they are.
func (s *Store) failed(err error) error {
	if err == nil || !fromSQLite(err) {
		return err
	}
	return unusable(s.path, err)
}

// Reset forgets everything: places, readings, answers, sessions and settings.
func (s *Store) Reset() error {
	err := s.write(func(tx *sql.Tx) error {
		for _, table := range tables() {
			if _, err := tx.Exec("DELETE FROM " + table); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	// What was deleted should not stay readable in the file's free pages. The
	// rows are gone already, so another process being in the way is no error.
	if _, err := s.db.Exec("VACUUM"); err != nil && !busy(err) {
		return s.failed(err)
	}
	return nil
}

// microseconds is how times are stored. The zero time means now.
func (s *Store) microseconds(t time.Time) int64 {
	if t.IsZero() {
		t = s.Now()
	}
	return t.UnixMicro()
}

func fromMicroseconds(us int64) time.Time { return time.UnixMicro(us).UTC() }

// bounded refuses a text too large to be anything a learner did.
func bounded(what string, n int) error {
	const limit = 1 << 20
	if n > limit {
		return fmt.Errorf("%s of %d bytes is too large to save: the limit is %d", what, n, limit)
	}
	return nil
}
