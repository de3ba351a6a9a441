package cli

import (
	"fmt"
	"os"
	"path/filepath"
)

type pathsCommand struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Help shows examples.
func (*pathsCommand) Help() string {
	return `The file is chosen by --db, then NETSPLIT_DB, then the data folder of your system ($XDG_DATA_HOME or its equal).

Examples:

  netsplit paths
  netsplit --db ./team.db paths
  cp "$(netsplit paths --json | jq -r .database)" backup.db`
}

type paths struct {
	Database  string   `json:"database"`
	Config    string   `json:"config"`
	HasConfig bool     `json:"config_exists"`
	ChosenBy  string   `json:"chosen_by"`
	Exists    bool     `json:"exists"`
	SizeBytes int64    `json:"size_bytes"`
	SetAside  []string `json:"set_aside"`
	Backups   []string `json:"backups"`

	Environment []variable `json:"environment"` // that is set and obeyed
}

// Run prints where files are kept. It opens and makes nothing.
func (c *pathsCommand) Run(p *Program) error {
	file, by := p.database()
	file, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	found := paths{Database: file, ChosenBy: by, SetAside: beside(file, ".damaged-*", ".newer-*"), Backups: beside(file, ".v[0-9]*-*")}
	if info, err := os.Stat(file); err == nil {
		found.Exists, found.SizeBytes = true, info.Size()
	}
	if found.Config, _, err = p.configPath(); err != nil {
		return err
	}
	if _, err := os.Stat(found.Config); err == nil {
		found.HasConfig = true
	}
	found.Environment = p.environment()
	if c.JSON {
		return p.json(found)
	}
	state := "not made yet"
	if found.Exists {
		state = fmt.Sprintf("%d bytes", found.SizeBytes)
	}
	fmt.Fprintf(p.Stdout, "progress   %s (%s)\n", clean(file), state)
	if by != "default" {
		fmt.Fprintf(p.Stdout, "chosen by  %s\n", by)
	}
	state = "not made yet"
	if found.HasConfig {
		state = "read"
	}
	fmt.Fprintf(p.Stdout, "settings   %s (%s)\n", clean(found.Config), state)
	for _, v := range found.Environment {
		fmt.Fprintf(p.Stdout, "set        %s=%s\n", v.Name, clean(v.Value))
	}
	for _, name := range found.SetAside {
		fmt.Fprintf(p.Stdout, "set aside  %s\n", clean(name))
	}
	for _, name := range found.Backups {
		fmt.Fprintf(p.Stdout, "backup     %s\n", clean(name))
	}
	return nil
}

// beside lists files whose names are that of file and a pattern. The folder is
// read instead of globbed, since its own name may hold a *.
func beside(file string, patterns ...string) []string {
	found := []string{}
	entries, err := os.ReadDir(filepath.Dir(file))
	if err != nil {
		return found
	}
	base := filepath.Base(file)
	for _, entry := range entries {
		name := entry.Name()
		if len(name) <= len(base) || name[:len(base)] != base {
			continue
		}
		for _, pattern := range patterns {
			if ok, err := filepath.Match(pattern, name[len(base):]); ok && err == nil && !logFile(name) {
				found = append(found, filepath.Join(filepath.Dir(file), name))
			}
		}
	}
	return found
}

// logFile tells SQLite's own files, which belong to the one before the dash.
func logFile(name string) bool {
	for _, suffix := range []string{"-wal", "-shm", "-journal"} {
		if len(name) > len(suffix) && name[len(name)-len(suffix):] == suffix {
			return true
		}
	}
	return false
}
