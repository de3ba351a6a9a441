// Package config reads the user's settings: a small YAML file with strict keys.
//
//	file, err := config.Read(path)
//	if file.Color != "" { … }
//
// A setting is a field of File: its tags are the key, what it means and which
// words it takes, so that `netsplit help environment` lists what the reader
// reads. A key that is missing is the zero value and decides nothing; flags and
// environment variables are stronger.
package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"syscall"

	"netsplit/content/strict"
)

// File is the settings. Add one by adding a field with the three tags.
type File struct {
	Color      string  `yaml:"color" allowed:"auto,always,never" help:"when to print in colour"`
	Accessible *bool   `yaml:"accessible" allowed:"true,false" help:"plain lines instead of screens"`
	DB         string  `yaml:"db" help:"the file that progress is kept in"`
	Theme      string  `yaml:"theme" help:"terminal (or auto), light, dark, high-contrast, monochrome; or a theme file: a path, or NAME for themes/NAME.yaml beside this file; netsplit help themes tells more"`
	ASCII      *bool   `yaml:"ascii" allowed:"true,false" help:"borders and signs from ASCII alone"`
	Seed       *uint64 `yaml:"seed" help:"where the random numbers of run and lab start, instead of at each scenario's own seed; --seed is stronger"`
	Mouse      *bool   `yaml:"mouse" allowed:"true,false" help:"whether screens take the mouse; without it the terminal selects text"`

	Keys OwnKeys `yaml:"keys" help:"your own keys for actions, as in: keys: {quit: [Q], lab.crash: [x, ctrl+k]}; netsplit help keys tells more"`
}

// Key is one setting, for help texts.
type Key struct {
	Name, About string
	Allowed     []string // nil: any text
}

// Keys lists the settings in the order of the file's fields.
func Keys() []Key {
	var keys []Key
	t := reflect.TypeFor[File]()
	for i := range t.NumField() {
		tag := t.Field(i).Tag
		k := Key{Name: tag.Get("yaml"), About: tag.Get("help")}
		if words := tag.Get("allowed"); words != "" {
			k.Allowed = strings.Split(words, ",")
		}
		keys = append(keys, k)
	}
	return keys
}

// Read reads the settings of a file. A file that is not there is an error that
// is fs.ErrNotExist.
func Read(path string) (File, error) {
	file, err := os.Open(path)
	if err != nil {
		return File{}, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, strict.MaxBytes+1))
	if err != nil {
		return File{}, fmt.Errorf("reading %s: %w", path, err)
	}
	return Parse(path, string(text))
}

// Parse reads settings from text; path is for its errors.
func Parse(path, text string) (File, error) {
	var f File
	if blank(text) {
		return f, nil
	}
	if err := strict.Decode(path, 1, text, &f); err != nil {
		return File{}, err
	}
	return f, f.check(path)
}

// blank reports a file without settings: empty, or all comments.
func blank(text string) bool {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") {
			return false
		}
	}
	return true
}

// check sees that settings are among the words they take.
func (f File) check(path string) error {
	if f.Seed != nil && *f.Seed == 0 {
		return fmt.Errorf("%s: seed is 0: seeds begin at 1; without the setting each scenario's own is taken", path)
	}
	v := reflect.ValueOf(f)
	for i, key := range Keys() {
		field := v.Field(i)
		if field.Kind() != reflect.String || field.String() == "" || key.Allowed == nil {
			continue
		}
		if !slices.Contains(key.Allowed, field.String()) {
			return fmt.Errorf("%s: %s is one of %s, not %q", path, key.Name, strings.Join(key.Allowed, ", "), strict.Shorten(field.String(), 40))
		}
	}
	return nil
}

// ReadIfThere is Read, with a file that is not there as one without settings.
// So is no path at all, and one with a file where a folder should be.
func ReadIfThere(path string) (File, error) {
	if path == "" {
		return File{}, nil
	}
	f, err := Read(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return File{}, nil
	}
	return f, err
}
