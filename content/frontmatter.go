package content

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/content/strict"
)

// maxFrontMatter is the longest front matter, in lines.
const maxFrontMatter = 200

var matterKey = pattern(`^[A-Za-z][A-Za-z0-9_ -]*:(\s|$)`)

// SplitFrontMatter parts the YAML between --- lines at the start of a file
// from the rest. bodyLine is the number of the first line of the rest. A file
// that only starts with a rule (---) has no front matter.
func SplitFrontMatter(text string) (matter, body string, bodyLine int) {
	rest, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return "", text, 1
	}
	lines := strings.SplitN(rest, "\n", maxFrontMatter+1)
	for i, l := range lines {
		l = strings.TrimRight(l, " ")
		if i == 0 && !matterKey().MatchString(l) && !strings.HasPrefix(l, "#") && l != "---" {
			return "", text, 1
		}
		if l == "---" || l == "..." {
			return strings.Join(lines[:i], "\n"), strings.Join(lines[i+1:], "\n"), i + 3
		}
	}
	return "", text, 1
}

// lessonMatter is the front matter of a lesson as it is written.
type lessonMatter struct {
	ID, Title, Track string
	Order, Minutes   int
	Needs, Sources   []string
}

// readMatter reads the front matter of the lesson in the file path, whose
// name without .md is wantID.
func readMatter(path, wantID, text string) (Lesson, string, int, error) {
	matter, body, bodyLine := SplitFrontMatter(text)
	fail := func(key, message, cure string) (Lesson, string, int, error) {
		e := &Error{Path: path, Line: 1, Message: message, Cure: cure}
		for i, l := range strings.Split(matter, "\n") {
			if strings.HasPrefix(l, key+":") {
				e.Line, e.Excerpt = i+2, l
			}
		}
		return Lesson{}, "", 0, e
	}
	if matter == "" {
		return fail("", "the lesson has no front matter", "begin the file with lines of --- around id, title, track, order and minutes")
	}
	var m lessonMatter
	if err := strict.Decode(path, 2, matter, &m); err != nil {
		return Lesson{}, "", 0, err
	}
	switch {
	case m.ID != wantID:
		return fail("id", fmt.Sprintf("the id %q is not the file's name", m.ID), "write id: "+wantID+", or rename the file")
	case !idForm().MatchString(m.ID):
		return fail("id", fmt.Sprintf("the id %q is not one", m.ID), "use small letters, digits and hyphens")
	case strings.TrimSpace(m.Title) == "":
		return fail("title", "the lesson has no title", "write title: …")
	case !slices.Contains(trackIDs(), m.Track):
		return fail("track", "the track "+m.Track+" is not one", strict.DidYouMean(m.Track, trackIDs()))
	case m.Order <= 0:
		return fail("order", "the lesson has no place in its track", "write order: 10, 20, 30 …")
	case m.Minutes < 0 || m.Minutes > 600:
		return fail("minutes", fmt.Sprintf("minutes: %d can't be", m.Minutes), "write how long the lesson takes: 12")
	}
	lesson := Lesson{ID: m.ID, Title: Visible(m.Title), Track: m.Track, Order: m.Order, Minutes: m.Minutes, Needs: m.Needs, Sources: m.Sources}
	return lesson, body, bodyLine, nil
}
