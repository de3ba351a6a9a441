package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"netsplit/calc/noun"
	"netsplit/content"
	"netsplit/content/checklist"
	"netsplit/content/drill"
	"netsplit/content/pack"
	"netsplit/content/strict"
	"netsplit/engine/scenario"
)

type lintCommand struct {
	Paths []string `arg:"" name:"path" predictor:"file" help:"Markdown files, scenarios, drills and checklists (.yaml), folders of them, or - for standard input."`
	Quick bool     `help:"Read only: run no scenario."`
	JSON  bool     `name:"json" help:"Print JSON."`
}

// Help shows examples.
func (*lintCommand) Help() string {
	return `Looks for what a reader would stumble over: links that lead nowhere, and live blocks, scenarios, drills and checklists that can't be read, worksheets that can't be solved, estimates that can't be computed, and scenarios whose steps fail. The exit code is 3 when something is found.

Examples:

  netsplit lint ./our-notes
  netsplit lint lesson.md quorum.yaml --json
  netsplit lint ./our-notes --quick
  netsplit lint - < lesson.md`
}

// finding is one thing to put right.
type finding struct {
	File    string `json:"file"`
	Line    int    `json:"line"` // 0 for the file as a whole
	Message string `json:"message"`
}

// Run checks files and prints what is wrong, a line each.
func (c *lintCommand) Run(p *Program) error {
	l := linter{findings: []finding{}, quick: c.Quick}
	if err := l.all(p, c.Paths); err != nil {
		return err
	}
	if c.JSON {
		if err := p.json(struct {
			Files    int       `json:"files"`
			Findings []finding `json:"findings"`
		}{l.files, l.findings}); err != nil {
			return err
		}
	} else {
		for _, f := range l.findings {
			place := f.File
			if f.Line > 0 {
				place += fmt.Sprintf(":%d", f.Line)
			}
			fmt.Fprintf(p.Stdout, "%s: %s\n", clean(place), clean(f.Message))
		}
		if len(l.findings) == 0 {
			fmt.Fprintf(p.Stdout, "%s, nothing wrong.\n", noun.Count(l.files, "file"))
		}
	}
	if len(l.findings) > 0 {
		return errFailed
	}
	return nil
}

type linter struct {
	files    int
	findings []finding
	quick    bool
	started  atomic.Int64 // files, for whoever waits
}

// all looks at every path, and says on a terminal how far it is.
func (l *linter) all(p *Program, paths []string) error {
	stop := newBar(p, "files", 1).ticking(func() string { return fmt.Sprintf("file %d", l.started.Load()) })
	defer stop()
	for _, path := range paths {
		if path == "-" {
			if err := l.standardInput(p); err != nil {
				return err
			}
		} else if err := l.check(path); err != nil {
			return err
		}
	}
	return nil
}

// standardInput looks at what is piped in: YAML if it begins like one of ours.
func (l *linter) standardInput(p *Program) error {
	text, err := p.readText("-", largestText)
	if err != nil {
		return err
	}
	if beginsAsYAML(text) {
		l.files++
		l.document("standard input", text)
		return nil
	}
	notes, err := pack.Read("standard input", text)
	if err != nil {
		return err
	}
	l.note(notes, notes.Files[0], "standard input")
	return nil
}

// beginsAsYAML tells scenarios, drills and checklists from Markdown, by the first
// line that YAML does not take for a comment and Markdown not for a heading.
func beginsAsYAML(text string) bool {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		key, _, found := strings.Cut(line, ":")
		return found && slices.Contains([]string{"scenario", "title", "seed", "components", "network", "objectives", "steps", "id", "opening", "items"}, key)
	}
	return false
}

// check looks at a path. An error means that there was nothing to look at.
func (l *linter) check(path string) error {
	info, err := os.Stat(path)
	if err == nil && !info.IsDir() && isYAML(path) {
		l.yaml(path)
		return nil
	}
	yaml, err := yamlBelow(path)
	if err != nil {
		return err
	}
	for _, file := range yaml {
		l.yaml(file)
	}
	notes, err := pack.Open(path)
	if err != nil {
		var wrong *content.Error
		switch {
		case len(yaml) > 0:
			return nil // a folder of scenarios only
		case errors.As(err, &wrong) && info != nil && info.Mode().IsRegular():
			l.files++
			l.unreadable(path, err)
			return nil
		}
		return err
	}
	for _, file := range notes.Files {
		shown := path
		if !notes.Single {
			shown = filepath.Join(path, filepath.FromSlash(file.Name))
		}
		l.note(notes, file, shown)
	}
	return nil
}

func isYAML(path string) bool {
	extension := strings.ToLower(filepath.Ext(path))
	return extension == ".yaml" || extension == ".yml"
}

// yamlBelow lists the YAML files of a folder, those in hidden folders left out.
func yamlBelow(root string) ([]string, error) {
	var found []string
	info, err := os.Stat(root)
	if err != nil || !info.IsDir() {
		return nil, nil // pack.Open says what is wrong with it
	}
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && path != root && strings.HasPrefix(entry.Name(), ".") {
			return fs.SkipDir
		}
		if !entry.IsDir() && isYAML(path) {
			found = append(found, path)
		}
		return nil
	})
	return found, err
}

func (l *linter) add(file string, line int, message string) {
	l.findings = append(l.findings, finding{file, line, message})
}

// yaml checks a scenario, a drill or a checklist, told apart by a key that only
// one of them has.
func (l *linter) yaml(path string) {
	l.files++
	l.started.Add(1)
	text, err := readYAML(path)
	if err != nil {
		l.unreadable(path, err)
		return
	}
	l.document(path, string(text))
}

// unreadable adds a file that is there and can't be read as text.
func (l *linter) unreadable(path string, err error) {
	var wrong *content.Error
	var failed *fs.PathError
	switch {
	case errors.As(err, &wrong):
		l.add(path, 0, strings.TrimSuffix(wrong.Message+"; "+wrong.Cure, "; "))
	case errors.As(err, &failed):
		l.add(path, 0, pathWords(failed))
	default:
		l.add(path, 0, err.Error())
	}
}

// document checks the text of a YAML file.
func (l *linter) document(path, text string) {
	if _, drills := content.TopLevel(text, "opening"); drills {
		_, err := drill.Parse(path, text)
		l.strictError(path, err)
		return
	}
	if _, checks := content.TopLevel(text, "items"); checks {
		_, err := checklist.Parse(path, text)
		l.strictError(path, err)
		return
	}
	parsed, err := scenario.Parse(path, []byte(text))
	l.scenarioErrors(path, 1, err)
	if err == nil {
		l.run(parsed, path, 1)
	}
}

// readYAML reads a file of a size that a person can have written.
func readYAML(path string) ([]byte, error) {
	const most = 16 << 20
	if info, err := os.Stat(path); err != nil {
		return nil, err
	} else if info.Size() > most {
		return nil, fmt.Errorf("the file has %d MB; at most %d MB are read", info.Size()>>20, most>>20)
	}
	return os.ReadFile(path)
}

// strictError adds what is wrong with a drill or a checklist.
func (l *linter) strictError(path string, err error) {
	var one *strict.Error
	switch {
	case err == nil:
	case errors.As(err, &one):
		l.add(path, one.Line, strings.TrimSuffix(one.Message+"; "+one.Cure, "; "))
	default:
		l.add(path, 0, err.Error())
	}
}

// scenarioErrors adds what is wrong with a scenario that begins at a line.
func (l *linter) scenarioErrors(path string, first int, err error) {
	if err == nil {
		return
	}
	var many scenario.Errors
	if errors.As(err, &many) {
		for _, one := range many {
			l.scenarioErrors(path, first, one)
		}
		return
	}
	var one *scenario.Error
	if errors.As(err, &one) {
		l.add(path, first+max(one.Line, 1)-1, one.Sentence())
		return
	}
	l.add(path, first, err.Error())
}

// note checks a Markdown file; shown is its path as the user gave it.
func (l *linter) note(notes *pack.Pack, file pack.File, shown string) {
	l.files++
	l.started.Add(1)
	document, err := notes.Document(file.Path)
	if err != nil {
		l.unreadable(shown, err)
		return
	}
	for _, problem := range document.Problems {
		message := problem.Message
		if problem.Cure != "" {
			message += "; " + problem.Cure
		}
		l.add(shown, problem.Line, message)
	}
	for _, destination := range content.Destinations(content.NewParser(), document) {
		if link := notes.Resolve(document, destination); link.Broken != "" {
			l.add(shown, 0, fmt.Sprintf("the link to %s leads nowhere: %s", destination, link.Broken))
		}
	}
	l.blocks(document, file.Name, shown)
}
