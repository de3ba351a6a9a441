package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"netsplit/calc/noun"
	"netsplit/store"
)

type exportCommand struct{}

// Help shows examples.
func (*exportCommand) Help() string {
	return `Everything in the progress file, as one JSON document: for another machine, for a copy, for your own scripts.

Examples:

  netsplit export > progress.json
  netsplit export | jq '.answers | length'`
}

// Run prints all progress.
func (*exportCommand) Run(p *Program) error {
	s, err := p.existingStore()
	if err != nil {
		return err
	}
	if s == nil {
		path, _ := p.database()
		return fmt.Errorf("there is no progress to export: %s does not exist", path)
	}
	defer s.Close()
	dump, err := s.Export()
	if err != nil {
		return err
	}
	if p.setAside && len(dump.Readings)+len(dump.Answers)+len(dump.Sessions) == 0 {
		return errors.New("there is no progress to export: the file that had it was set aside")
	}
	return p.json(dump)
}

type importCommand struct {
	File string `arg:"" predictor:"json" help:"What netsplit export wrote, or - for standard input."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help shows examples.
func (*importCommand) Help() string {
	return `Adds to the progress that is here. Of a lesson read on both sides the later reading stays; nothing is doubled, so importing twice does no harm.

Examples:

  netsplit import progress.json
  ssh laptop netsplit export | netsplit import -`
}

// largestImport bounds what is read into memory.
const largestImport = 256 << 20

// Run adds an export to the progress here.
func (c *importCommand) Run(p *Program) error {
	dump, err := c.read(p)
	if err != nil {
		return err
	}
	s, err := p.openStore()
	if err != nil {
		return err
	}
	defer s.Close()
	n, err := s.Import(dump)
	if err != nil {
		return fmt.Errorf("%s: %w. Nothing was imported", shownName(c.File), err)
	}
	if c.JSON {
		return p.json(n)
	}
	fmt.Fprintf(p.Stdout, "Imported: %s, %s, %s.\n", noun.Count(n.Readings, "reading"),
		noun.Count(n.Answers, "answer"), noun.Count(n.Sessions, "session"))
	return nil
}

func (c *importCommand) read(p *Program) (store.Dump, error) {
	var dump store.Dump
	text, err := p.readText(c.File, largestImport)
	if err != nil {
		return dump, err
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&dump); errors.Is(err, io.EOF) {
		return dump, fmt.Errorf("%s is empty: this is not what netsplit export writes", shownName(c.File))
	} else if err != nil {
		return dump, fmt.Errorf("%s: this is not what netsplit export writes: %w", shownName(c.File)+lineOf(text, err), err)
	}
	if decoder.More() {
		return dump, fmt.Errorf("%s: there is more after the end of the export", shownName(c.File))
	}
	return dump, nil
}

// lineOf is where JSON went wrong, as ":3", or nothing where that isn't known.
func lineOf(text string, err error) string {
	var syntax *json.SyntaxError
	var mismatch *json.UnmarshalTypeError
	offset := int64(0)
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &mismatch):
		offset = mismatch.Offset
	default:
		return ""
	}
	return fmt.Sprintf(":%d", 1+strings.Count(text[:min(offset, int64(len(text)))], "\n"))
}
