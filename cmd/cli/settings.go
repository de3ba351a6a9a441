package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"netsplit/cmd/config"
)

// configPath is the file of settings, and what decided it: "default" is a file
// that need not be there.
func (p *Program) configPath() (path, decidedBy string, err error) {
	decidedBy = "default"
	if p.ConfigHome != "" { // nobody's home: no settings
		path = filepath.Join(p.ConfigHome, "netsplit", "config.yaml")
	}
	if named := p.env("NETSPLIT_CONFIG"); named != "" {
		path, decidedBy = named, "NETSPLIT_CONFIG"
	}
	if p.options.Config != "" {
		path, decidedBy = p.options.Config, "--config"
	}
	if path != "" {
		path, err = filepath.Abs(path)
	}
	return path, decidedBy, err
}

// readConfig reads the settings. A file that was named must be there; one that
// was not, and that belongs to somebody else, is gone without.
func (p *Program) readConfig() error {
	path, by, err := p.configPath()
	if err != nil {
		return err
	}
	if by == "default" {
		p.config, err = config.ReadIfThere(path)
		if errors.Is(err, fs.ErrPermission) {
			fmt.Fprintf(p.Stderr, "netsplit: going on without the settings in %s: permission denied\n", clean(path))
			return nil
		}
	} else if p.config, err = config.Read(path); err != nil {
		return fmt.Errorf("the settings that %s names: %w", by, err)
	}
	if err != nil {
		return fmt.Errorf("the settings can't be read: %w", err)
	}
	return nil
}

// variable is an environment variable that the program obeys.
type variable struct {
	Name  string `json:"name"`
	Value string `json:"value,omitempty"`
	About string `json:"about"`
}

// variables lists all of them.
func variables() []variable {
	return []variable{
		{"NETSPLIT_DB", "", "the file that progress is kept in; --db is stronger"},
		{"NETSPLIT_CONFIG", "", "the file of settings; --config is stronger"},
		{"XDG_DATA_HOME", "", "the folder of the progress file, where no other is named"},
		{"XDG_CONFIG_HOME", "", "the folder of the settings, where no other is named"},
		{"ACCESSIBLE", "", "1 for plain lines instead of screens, as --accessible does; 0 or no for screens"},
		{"NO_COLOR", "", "anything: no colour (no-color.org)"},
		{"CLICOLOR_FORCE", "", "1 for colour also where the output is no terminal"},
		{"NETSPLIT_PANIC", "", "key, draw or command: fail there, to try out the report of a crash"},
		{"TERM", "", "dumb for no colour, no animation and no screens; linux for ASCII borders"},
		{"COLUMNS", "", "the width where the output is no terminal; 80 without"},
		{"LC_ALL", "", "C, POSIX or a codeset that is not UTF-8 for ASCII borders; then LC_CTYPE and LANG"},
	}
}

// environment is the variables that are set.
func (p *Program) environment() []variable {
	set := []variable{}
	for _, v := range variables() {
		if v.Value = p.env(v.Name); v.Value != "" {
			set = append(set, v)
		}
	}
	return set
}

type helpEnvironmentCommand struct{}

// Run lists what the program reads besides its arguments.
func (*helpEnvironmentCommand) Run(p *Program) error {
	var rows [][2]string
	fmt.Fprintln(p.Stdout, "Environment variables")
	for _, v := range variables() {
		rows = append(rows, [2]string{"  " + v.Name, v.About})
	}
	p.columns(rows)
	path, _, err := p.configPath()
	if err != nil {
		return err
	}
	fmt.Fprintf(p.Stdout, "\nSettings, in %s\n", clean(path))
	rows = nil
	for _, key := range config.Keys() {
		about := key.About
		if key.Allowed != nil {
			about += ": " + strings.Join(key.Allowed, ", ")
		}
		rows = append(rows, [2]string{"  " + key.Name, about})
	}
	p.columns(rows)
	fmt.Fprint(p.Stdout, "\nA flag is stronger than a variable, and a variable than a setting.\n\nExit codes\n")
	rows = nil
	for _, c := range exitCodes() {
		rows = append(rows, [2]string{fmt.Sprintf("  %d", c.code), c.about})
	}
	p.columns(rows)
	return nil
}

// exitCode is one that a command ends with.
type exitCode struct {
	code  int
	about string
}

func exitCodes() []exitCode {
	return []exitCode{
		{codeOK, "all went well"},
		{codeError, "an error, or a question that could not be decided"},
		{codeUsage, "the command line is wrong"},
		{codeFailed, "a check, an expectation or a review failed"},
		{codeInterrupted, "interrupted from the keyboard"},
		{codePipe, "the reader of a pipe has gone, as after | head (not on Windows)"},
	}
}
