package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// code is SQLite's primary result code of an error, 0 for any other error.
func code(err error) int {
	var failure *sqlite.Error
	if errors.As(err, &failure) {
		return failure.Code() & 0xff
	}
	return 0
}

func fromSQLite(err error) bool { return code(err) != 0 }

func corrupt(err error) bool {
	c := code(err)
	return c == sqlite3.SQLITE_CORRUPT || c == sqlite3.SQLITE_NOTADB
}

func busy(err error) bool {
	c := code(err)
	return c == sqlite3.SQLITE_BUSY || c == sqlite3.SQLITE_LOCKED
}

// plain puts an error of SQLite in words; the number it carries helps nobody.
func plain(err error) string {
	switch code(err) {
	case 0:
		return err.Error()
	case sqlite3.SQLITE_NOTADB:
		return "it is not a database"
	case sqlite3.SQLITE_CORRUPT:
		return "its contents are malformed"
	case sqlite3.SQLITE_FULL:
		return "the disk is full"
	case sqlite3.SQLITE_READONLY:
		return "the file or its folder is read-only"
	case sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return "permission denied"
	case sqlite3.SQLITE_CANTOPEN:
		return "the file can't be opened or made"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return "another program holds it locked"
	case sqlite3.SQLITE_IOERR:
		return "the disk failed to read or write (" + err.Error() + ")"
	}
	return err.Error()
}

// unusable names the path, the reason and the cure.
func unusable(path string, err error) error {
	cure := "Give another file with --db FILE or NETSPLIT_DB."
	switch {
	case busy(err):
		cure = "Close the other program, or give another file with --db FILE or NETSPLIT_DB."
	case code(err) == sqlite3.SQLITE_FULL:
		cure = "Make room, or give a file on another disk with --db FILE or NETSPLIT_DB."
	case corrupt(err):
		cure = "Start netsplit again: it sets the damaged file aside and says where."
	}
	reason := plain(err)
	var where *fs.PathError
	if errors.As(err, &where) && where.Path == path {
		reason = where.Err.Error()
	}
	return &Unusable{Path: path, Reason: reason, Cure: cure, Err: err}
}

// Unusable is the error of a progress file that can't be opened, read or
// written.
type Unusable struct {
	Path, Reason, Cure string
	Err                error
}

func (u *Unusable) Error() string {
	return fmt.Sprintf("the progress file %s can't be used: %s. %s", u.Path, u.Reason, u.Cure)
}

func (u *Unusable) Unwrap() error { return u.Err }

func notRegular(info os.FileInfo) error {
	if info.IsDir() {
		return errors.New("it is a folder")
	}
	return errors.New("it is not a regular file")
}
