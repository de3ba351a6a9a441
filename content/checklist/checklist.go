package checklist

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"netsplit/content"
	"netsplit/content/strict"
)

// Checklist is a list of questions as its file says it.
type Checklist struct {
	ID, Title, About string
	Items            []Item

	Path    string `yaml:"-"`
	Version string `yaml:"-"` // of the file's text
}

// Item is one question. Yes is the safe answer.
type Item struct {
	ID       string
	Part     string // of the design: "traffic", "data"
	Question string
	Why      string // what happens when the answer is no
	Check    string // how to find out
	Cure     string // what to do about a no
	Severity Severity
}

// Severity is how bad a finding is.
type Severity string

// The severities, worst first.
const (
	High   Severity = "high"
	Medium Severity = "medium"
	Low    Severity = "low"
)

// Severities are all severities, worst first.
func Severities() []Severity { return []Severity{High, Medium, Low} }

// lower is the severity of an item that nobody knows about.
func (s Severity) lower() Severity {
	if s == High {
		return Medium
	}
	return Low
}

// Parse reads and checks the text of a checklist.
func Parse(path, text string) (*Checklist, error) {
	var c Checklist
	if err := strict.Decode(path, 1, text, &c); err != nil {
		return nil, err
	}
	c.Path = path
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(text)) // a hash never fails to be written
	c.Version = fmt.Sprintf("%016x", hash.Sum64())
	fail := func(near, message, cure string) error {
		e := &content.Error{Path: path, Message: message, Cure: cure}
		for i, line := range strings.Split(text, "\n") {
			if near != "" && strings.Contains(line, near) {
				e.Line, e.Excerpt = i+1, line
				break
			}
		}
		return e
	}
	if c.ID == "" || c.Title == "" || len(c.Items) == 0 {
		return nil, fail("", "the checklist needs id, title and items", "look at content/checklists/high-availability.yaml")
	}
	seen := map[string]bool{}
	for i, item := range c.Items {
		near := "id: " + item.ID
		if item.ID == "" || strings.ContainsAny(item.ID, " \t\n") {
			return nil, fail("items", fmt.Sprintf("item %d has no id", i+1), "give it id: in small letters and hyphens")
		}
		if seen[item.ID] {
			return nil, fail(near, "the item "+item.ID+" is there twice", "give each its own id")
		}
		seen[item.ID] = true
		for key, value := range map[string]string{"part": item.Part, "question": item.Question, "why": item.Why, "check": item.Check, "cure": item.Cure} {
			if strings.TrimSpace(value) == "" {
				return nil, fail(near, "the item "+item.ID+" has no "+key, "write "+key+": …")
			}
		}
		if !slices.Contains(Severities(), item.Severity) {
			return nil, fail(near, fmt.Sprintf("the severity %q of %s is not one", item.Severity, item.ID), strict.DidYouMean(string(item.Severity), []string{"high", "medium", "low"}))
		}
	}
	return &c, nil
}

// index is the position of an item, or -1.
func (c *Checklist) index(id string) int {
	return slices.IndexFunc(c.Items, func(i Item) bool { return i.ID == id })
}

// ids are the ids of all items.
func (c *Checklist) ids() []string {
	var ids []string
	for _, item := range c.Items {
		ids = append(ids, item.ID)
	}
	return ids
}
