package store

import (
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"time"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations lists the files in order; the first is version 1.
func migrations() []string {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		panic(err) // only a malformed pattern, and ours is constant
	}
	return names
}

// migrate brings a file from a version to the last one in a single
// transaction. A file that held data is copied first; the notice names the
// copy. The caller holds the lock.
func migrate(db *sql.DB, file string, from int, now time.Time) (string, error) {
	notice := ""
	if from > 0 {
		backup, err := freeName(fmt.Sprintf("%s.v%d-%s", file, from, now.UTC().Format("20060102T150405Z")))
		if err != nil {
			return "", err
		}
		// VACUUM INTO reads through the log and leaves a whole file.
		if _, err := db.Exec("VACUUM INTO ?", backup); err != nil {
			return "", fmt.Errorf("no backup could be made before the upgrade: %w", err)
		}
		notice = fmt.Sprintf("%s was upgraded from format %d to %d. A copy from before is %s.",
			file, from, len(migrations()), backup)
	}
	if err := logAhead(db); err != nil {
		return "", err
	}
	tx, err := db.Begin()
	if err != nil {
		return "", err
	}
	defer tx.Rollback() // does nothing after a commit
	for _, name := range migrations()[from:] {
		text, err := migrationFiles.ReadFile(name)
		if err != nil {
			return "", err
		}
		if _, err := tx.Exec(string(text)); err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
	}
	// Both are part of the file's header and so of the transaction.
	_, err = tx.Exec(fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, len(migrations())))
	if err != nil {
		return "", err
	}
	return notice, tx.Commit()
}
