package drill

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/tui/page"
	"netsplit/tui/prose"
)

// reportLines is the report, laid out like any text.
func (p *Page) reportLines(w int) []string {
	th := p.env.Theme
	if p.cache.report && p.cache.w == w && p.cache.theme == th.Version {
		return p.cache.lines
	}
	p.cache = cache{w: w, theme: th.Version, report: true, lines: markdown(p.d.Report(p.d.Began), w, prose.NewPainter(th), th.ASCII)}
	return p.cache.lines
}

// markdown lays Markdown out in styled lines.
func markdown(text string, w int, painter *prose.Painter, ascii bool) []string {
	doc, err := content.Read("report", text, content.Options{})
	if err != nil {
		return []string{err.Error()}
	}
	flow := prose.New(doc, prose.Options{ASCII: ascii, Print: true})
	var lines []string
	for i := range flow.Len() {
		for _, l := range flow.Chunk(i, min(w, 100)).Lines {
			lines = append(lines, painter.Paint(l, 0, nil))
		}
	}
	return lines
}

// savedReport is the outcome of writing the report.
type savedReport struct {
	path string
	err  error
}

func (s savedReport) toast() page.Toast {
	switch {
	case errors.Is(s.err, fs.ErrExist):
		return page.Toast{Text: s.path + " is there already; it was left as it is.", Bad: true}
	case s.err != nil:
		return page.Toast{Text: "The report was not saved: " + s.err.Error(), Bad: true}
	}
	return page.Toast{Text: "Saved as " + s.path}
}

// saveReport writes the report into the working folder, never over a file.
func (p *Page) saveReport() tea.Cmd {
	name := fmt.Sprintf("%s-%s.md", p.d.Problem.ID, p.d.Began.Format("2006-01-02-1504"))
	text := p.d.Report(p.d.Began)
	return func() tea.Msg {
		path, err := filepath.Abs(name)
		if err != nil {
			return savedReport{name, err}
		}
		return savedReport{path, writeNew(path, text)}
	}
}

func writeNew(path, text string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Close())
}
