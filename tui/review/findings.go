package review

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"netsplit/content/checklist"
	"netsplit/tui/layout"
	"netsplit/tui/page"
	"netsplit/tui/widget"
)

// findings are what was found, worst first, then what is left to answer.
func (p *Page) findings(w int) []string {
	th := p.env.Theme
	result := p.r.Result()
	room := min(w, layout.TextWidth)
	var lines []string
	title := "Findings so far"
	if p.r.Closed() {
		title = "Findings"
	}
	lines = append(lines, th.Title.Render(title))
	lines = append(lines, widget.Wrap(result.String()+".", room)...)
	lines = append(lines, "")
	open := 0
	for _, f := range result.Findings {
		if f.Answer == checklist.Open {
			open++
			continue
		}
		lines = append(lines, p.finding(f, room)...)
	}
	if open == len(result.Findings) && result.Answered > 0 {
		lines = append(lines, th.Good.Render(th.Glyph.Good)+" Nothing was found in the items that have an answer.", "")
	}
	if open > 0 {
		lines = append(lines, widget.Wrap(fmt.Sprintf("Items without an answer: %d. They count as unknown, a level below their severity.", open), room)...)
		lines = append(lines, "")
	}
	if !p.r.Closed() {
		lines = append(lines, widget.Wrap(p.env.Hint(p, "{finish} finishes the review. After that its answers stay as they are, and a new one can begin."), room)...)
	}
	return lines
}

// finding is one finding: severity and question, the note, and the cure.
func (p *Page) finding(f checklist.Finding, w int) []string {
	th := p.env.Theme
	style := th.Warn
	switch f.Severity {
	case checklist.High:
		style = th.Bad
	case checklist.Low:
		style = th.Muted
	}
	sign, _, word := p.mark(f.Answer)
	var lines []string
	lines = append(lines, style.Render(sign+" "+strings.ToUpper(string(f.Severity)))+th.Muted.Render("  "+f.Part+", "+word))
	for _, l := range widget.Wrap(f.Question, max(1, w-2)) {
		lines = append(lines, "  "+th.Strong.Render(l))
	}
	if f.Note != "" {
		for _, l := range widget.Wrap("Note: "+f.Note, max(1, w-2)) {
			lines = append(lines, "  "+l)
		}
	}
	text := "Cure: " + f.Cure
	if f.Answer == checklist.Unknown {
		text = "Find out: " + f.Check
	}
	for _, l := range widget.Wrap(text, max(1, w-2)) {
		lines = append(lines, "  "+l)
	}
	return append(lines, "")
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
	now := p.env.Now()
	name := fmt.Sprintf("%s-%s.md", p.r.List.ID, now.Format("2006-01-02-1504"))
	text := p.r.Result().Markdown(now)
	return func() tea.Msg {
		path, err := filepath.Abs(name)
		if err != nil {
			return savedReport{name, err}
		}
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return savedReport{path, err}
		}
		_, err = file.WriteString(text)
		return savedReport{path, errors.Join(err, file.Close())}
	}
}
