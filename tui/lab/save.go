package lab

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"netsplit/engine"
	"netsplit/engine/scenario"
	"netsplit/tui/keymap"
	"netsplit/tui/widget"
)

// saveDialog asks for a file name, and again before it overwrites.
type saveDialog struct {
	input     widget.Input
	overwrite string // the path that exists: waiting for y or n
}

// savedFile is the outcome of writing.
type savedFile struct {
	path   string
	exists bool
	err    error
}

func (p *Page) askName() {
	p.save = &saveDialog{input: widget.Input{Prompt: "save this session as: "}}
	p.save.input.Set(p.options.Scenario.Name + "-session.yaml")
}

func saveHelp() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(keymap.Accept, "save under this name", "enter").Hinted("save"),
		keymap.New(actClose, "do not save", "esc"),
	}
}

const actOverwrite keymap.Action = "overwrite"

func overwriteHelp() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(actOverwrite, "write over the file", "y", "Y").Hinted("overwrite"),
		keymap.New(actClose, "leave the file as it is", "n", "esc").Hinted("leave it"),
	}
}

func (p *Page) updateSave(a keymap.Action) tea.Cmd {
	d := p.save
	if d.overwrite != "" {
		p.save = nil
		if a == actOverwrite {
			return p.write(d.overwrite, true)
		}
		p.say("not saved: " + filepath.Base(d.overwrite) + " is as it was")
		return nil
	}
	switch a {
	case actClose:
		p.save = nil
	case keymap.Accept:
		name := strings.TrimSpace(d.input.Value())
		if name == "" {
			p.save = nil
			return nil
		}
		if filepath.Ext(name) == "" {
			name += ".yaml"
		}
		if !filepath.IsAbs(name) {
			name = filepath.Join(p.options.Directory, name)
		}
		return p.write(name, false)
	}
	return nil
}

// write saves the session in a command: what it writes is worked out here.
func (p *Page) write(path string, overwrite bool) tea.Cmd {
	text := p.session()
	whole, err := filepath.Abs(path) // of the folder as it is now
	if err != nil {
		whole = path
	}
	return func() tea.Msg {
		exists, err := writeFile(whole, text, overwrite)
		return savedFile{path, exists, err}
	}
}

// session is what was done as a scenario.
func (p *Page) session() []byte {
	return scenario.Format(p.options.Scenario, engine.Session(p.player.Cluster().Recording(), p.player.Now()))
}

func (p *Page) savedFile(msg savedFile) {
	switch {
	case msg.exists:
		p.save = &saveDialog{overwrite: msg.path}
	case msg.err != nil:
		p.save = nil
		p.complainf(fmt.Sprintf("could not save: %v", msg.err))
	default:
		p.save = nil
		p.say("saved as " + msg.path + "; it runs with: netsplit run " + msg.path)
	}
}

// writeFile writes a file whole or not at all: to a new file beside it first.
// Without overwrite a file that is there stays, and exists is true.
func writeFile(path string, text []byte, overwrite bool) (exists bool, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".netsplit-*")
	if err != nil {
		return false, err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(text)
	err = errors.Join(err, f.Sync(), f.Chmod(0o644), f.Close())
	if err != nil {
		return false, err
	}
	if overwrite {
		return false, os.Rename(f.Name(), path)
	}
	// A link fails where the name is taken, so nobody's file is lost between
	// looking and writing.
	err = os.Link(f.Name(), path)
	if errors.Is(err, os.ErrExist) {
		return true, nil
	}
	if err == nil {
		return false, nil
	}
	// Some file systems have no links.
	if _, statErr := os.Lstat(path); statErr == nil {
		return true, nil
	}
	return false, os.Rename(f.Name(), path)
}
