package store

import (
	"database/sql"
	"errors"
)

// Setting returns a named value, false when it was never set.
func (s *Store) Setting(name string) (string, bool, error) {
	var value string
	err := s.db.QueryRow("SELECT value FROM setting WHERE name = ?", name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return value, err == nil, s.failed(err)
}

// SetSetting replaces a named value.
func (s *Store) SetSetting(name, value string) error {
	if err := bounded("a setting", len(value)); err != nil {
		return err
	}
	return s.write(func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO setting (name, value) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
		return err
	})
}
