package store

import (
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// applicationID marks the file as netsplit's in SQLite's header ("nspl").
const applicationID = 0x6e73706c

// state says what a file is to this version of the program.
type state int

const (
	current state = iota // sound, and of our version
	older                // empty, or of an earlier version: migrate it
	newer                // written by a later netsplit: set it aside
	damaged              // not readable as a database: set it aside
	foreign              // a database of another program: leave it alone
)

// finding is what examine saw.
type finding struct {
	state   state
	version int
	reason  string // for damaged: in words
}

// dial opens one connection. Pragmas that hold for a connection are in the
// DSN, so that they survive a reconnect. The journal mode is not: setting it
// writes to the file, which only examine may decide.
func dial(file string) (*sql.DB, error) {
	slashed := filepath.ToSlash(file)
	if !strings.HasPrefix(slashed, "/") { // C:/…
		slashed = "/" + slashed
	}
	dsn := url.URL{Scheme: "file", Path: slashed}
	query := url.Values{
		"_pragma": {
			"busy_timeout(10000)",
			"foreign_keys(1)",
			"synchronous(FULL)",
		},
		// Take the write lock at BEGIN: a transaction that starts as a reader
		// can be refused later without waiting.
		"_txlock": {"immediate"},
	}
	dsn.RawQuery = query.Encode()
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// inspect opens a file and examines it. The connection is the caller's to
// close, whatever was found.
func inspect(file string) (*sql.DB, finding, error) {
	db, err := dial(file) // reads nothing yet
	if err != nil {
		return nil, finding{}, err
	}
	// A database has at least one page of 512 bytes. SQLite takes a file of
	// one byte for an empty one and would write over it.
	if info, err := os.Stat(file); err == nil && info.Size() > 0 && info.Size() < 512 {
		return db, finding{state: damaged, reason: "it is too short to be a database"}, nil
	}
	found, err := examine(db)
	if err != nil {
		db.Close()
		return nil, finding{}, err
	}
	return db, found, nil
}

// examine reads a file's header, then its pages, and makes sure that a sound
// file uses write-ahead logging. It changes nothing in a file that isn't ours.
// The error is for a file that can't be used now, such as one without
// permission; a damaged file is a finding.
func examine(db *sql.DB) (finding, error) {
	var id, version, objects int
	err := db.QueryRow(`SELECT (SELECT application_id FROM pragma_application_id),
		(SELECT user_version FROM pragma_user_version),
		(SELECT count(*) FROM sqlite_schema)`).Scan(&id, &version, &objects)
	if err != nil {
		return judge(err)
	}
	last := len(migrations())
	switch {
	case id == 0 && version == 0 && objects == 0:
		return finding{state: older}, nil // an empty file
	case id != applicationID:
		return finding{state: foreign}, nil
	case version > last:
		return finding{state: newer, version: version}, nil
	case version < 1:
		return finding{state: damaged, reason: "its version number makes no sense"}, nil
	}

	var report string
	if err := db.QueryRow("PRAGMA quick_check(1)").Scan(&report); err != nil {
		return judge(err)
	}
	if report != "ok" {
		return finding{state: damaged, reason: strings.TrimPrefix(report, "*** in database main ***\n")}, nil
	}
	if version < last {
		return finding{state: older, version: version}, nil
	}
	if missing, err := missingTable(db); err != nil || missing != "" {
		if err != nil {
			return judge(err)
		}
		return finding{state: damaged, reason: "the table " + missing + " is missing"}, nil
	}
	if err := logAhead(db); err != nil {
		return judge(err)
	}
	return finding{state: current, version: version}, nil
}

// judge tells a file that is damaged from one that can't be used now.
func judge(err error) (finding, error) {
	if corrupt(err) {
		return finding{state: damaged, reason: plain(err)}, nil
	}
	return finding{}, err
}

// logAhead turns write-ahead logging on, and finds out whether the file can be
// written at all: better now than at the first answer a learner gives.
func logAhead(db *sql.DB) error {
	var mode string
	if err := db.QueryRow("PRAGMA journal_mode = WAL").Scan(&mode); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	return tx.Rollback()
}

// tables lists what the last migration leaves behind, children first, so that
// rows can be deleted in this order.
func tables() []string {
	return []string{"event", "session", "answer", "reading", "place", "setting"}
}

func missingTable(db *sql.DB) (string, error) {
	rows, err := db.Query("SELECT name FROM sqlite_schema WHERE type = 'table'")
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var found []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return "", err
		}
		found = append(found, name)
	}
	for _, name := range tables() {
		if !slices.Contains(found, name) {
			return name, rows.Err()
		}
	}
	return "", rows.Err()
}
