package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// PageCall is a path that a page asks for, so many times at once.
type PageCall struct {
	Path  string
	Times int
}

// Page is what somebody needs to see something: calls in rounds. A round begins
// when all answers of the one before are there.
type Page [][]PageCall

// Bounds of a page.
const (
	maxRounds = 32
	maxCalls  = 1000
)

// readPage reads "/user > /posts /friends > /author*10". "none" is no page.
func readPage(text string) (Page, error) {
	text = strings.TrimSpace(text)
	if text == "none" {
		return nil, nil
	}
	wrong := fmt.Errorf("%s is not a page: write the paths that it needs, > before those that need the answers so far: /user > /posts /friends > /author*10", quote(text))
	var page Page
	calls := 0
	for round := range strings.SplitSeq(text, ">") {
		var list []PageCall
		for word := range strings.FieldsSeq(strings.ReplaceAll(round, ",", " ")) {
			path, times, several := strings.Cut(word, "*")
			call := PageCall{Path: path, Times: 1}
			if several {
				n, err := strconv.Atoi(times)
				if err != nil || n < 1 {
					return nil, wrong
				}
				call.Times = n
			}
			if err := checkPath(path); err != nil {
				return nil, err
			}
			if calls = min(calls+call.Times, maxCalls+1); calls > maxCalls {
				return nil, fmt.Errorf("a page of more than %d calls is too large", maxCalls)
			}
			list = append(list, call)
		}
		if len(list) == 0 {
			return nil, wrong
		}
		page = append(page, list)
	}
	if len(page) > maxRounds {
		return nil, fmt.Errorf("%d rounds are too many for a page: at most %d", len(page), maxRounds)
	}
	return page, nil
}

// Page is the page of a client's operations, nil when each is one call.
func (c Component) Page(name string) Page { return c.value(name, TypePage).page }

// Answer is how many bytes the answers have to requests whose path begins with
// Prefix.
type Answer struct {
	Prefix string
	Bytes  int
}

// readAnswers reads "/user=2KB /posts=10KB". The longest prefix comes first.
func readAnswers(text string) ([]Answer, error) {
	text = strings.TrimSpace(text)
	if text == "none" {
		return nil, nil
	}
	var list []Answer
	for word := range strings.FieldsSeq(strings.ReplaceAll(text, ",", " ")) {
		path, size, ok := strings.Cut(word, "=")
		if !ok {
			return nil, fmt.Errorf("%s are not the sizes of answers: write /user=2KB /posts=10KB", quote(text))
		}
		if err := checkPath(path); err != nil {
			return nil, err
		}
		bytes, err := parseBytes(size)
		if err != nil {
			return nil, err
		}
		if bytes < 0 || bytes > 1e9 {
			return nil, fmt.Errorf("%s is too large for an answer: at most 1GB", quote(size))
		}
		if slices.ContainsFunc(list, func(a Answer) bool { return a.Prefix == path }) {
			return nil, fmt.Errorf("%s is there twice: name each path once", quote(path))
		}
		list = append(list, Answer{path, int(bytes)})
	}
	if len(list) == 0 || len(list) > maxRoutes {
		return nil, fmt.Errorf("%s are not the sizes of answers: write 1 to %d of them, as in /user=2KB /posts=10KB", quote(text), maxRoutes)
	}
	slices.SortFunc(list, func(a, b Answer) int {
		return cmp.Or(cmp.Compare(len(b.Prefix), len(a.Prefix)), cmp.Compare(a.Prefix, b.Prefix))
	})
	return list, nil
}

// Answers are the paths with sizes of their own, the longest first.
func (c Component) Answers(name string) []Answer { return c.value(name, TypeAnswers).answers }

// pageProblems is what is wrong about the page of a client.
func pageProblems(c Component) []finding {
	if len(c.Page("page")) == 0 {
		return nil
	}
	var list []finding
	for _, name := range []string{"path", "reads", "updates", "merge"} {
		if c.Given(name) {
			list = append(list, finding{c.Name, name, name + " has no effect on a client that loads pages: a page reads its own paths", "leave " + name + " out, or page"})
		}
	}
	return list
}

// pages checks that who loads pages asks somebody who can be read from.
func (sc *Scenario) pages(c Component) []finding {
	if c.Kind != "client" || len(c.Page("page")) == 0 {
		return nil
	}
	if to, ok := sc.find(c.Text("to")); ok && slices.Contains(messaging, to.Kind) {
		return []finding{{c.Name, "page", fmt.Sprintf("%s loads pages, and a %s like %s can't be read", c.Name, to.Kind, to.Name), "leave page out, or write to: the service that has the pages"}}
	}
	return nil
}
