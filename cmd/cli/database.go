package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"netsplit/store"
)

// database is the path of the progress file, and what decided it.
func (p *Program) database() (path, decidedBy string) {
	if p.options.DB != "" {
		return p.options.DB, "--db"
	}
	if path := p.env("NETSPLIT_DB"); path != "" {
		return path, "NETSPLIT_DB"
	}
	if p.config.DB != "" {
		return p.config.DB, "the settings"
	}
	if p.DataHome == "" {
		return "", "default" // nobody's home
	}
	return filepath.Join(p.DataHome, "netsplit", "progress.db"), "default"
}

// openStore opens the progress file, making it when it isn't there, and prints
// what is to be said about it. The caller closes it.
func (p *Program) openStore() (*store.Store, error) {
	path, _ := p.database()
	s, notices, err := store.Open(path)
	if err != nil {
		return nil, err
	}
	p.setAside = len(notices) > 0
	for _, notice := range notices {
		fmt.Fprintln(p.Stderr, "netsplit:", clean(notice))
	}
	s.Now = p.Now
	return s, nil
}

// existingStore is openStore for commands that only look: with no file there,
// it makes none and returns nil.
func (p *Program) existingStore() (*store.Store, error) {
	path, _ := p.database()
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return p.openStore()
}
