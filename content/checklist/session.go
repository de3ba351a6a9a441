package checklist

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"netsplit/content"
	"netsplit/content/strict"
)

// Value is an answer to an item.
type Value string

// The answers. Open is no answer yet.
const (
	Open          Value = ""
	Yes           Value = "yes"
	No            Value = "no"
	NotApplicable Value = "not applicable"
	Unknown       Value = "unknown"
)

// Answer is what was said to an item.
type Answer struct {
	Value Value  `json:"answer"`
	Note  string `json:"note,omitempty"`
}

// Session is a review in progress.
type Session struct {
	List    *Checklist
	At      int // the open item; len(List.Items) when all were passed
	answers map[string]Answer
	closed  bool
	began   bool
	events  int
}

// EventType says what was done.
type EventType string

// The types of event.
const (
	Began    EventType = "began"    // Text is the checklist's version
	Answered EventType = "answered" // Item, Answer; the review goes on to the next open item
	Noted    EventType = "noted"    // Item, Text is its note
	Went     EventType = "went to"  // Item
	Closed   EventType = "closed"   // the review is finished
)

// Event is one thing that was done; it is saved as JSON.
type Event struct {
	Type   EventType `json:"type"`
	Item   string    `json:"item,omitempty"`
	Answer Value     `json:"answer,omitempty"`
	Text   string    `json:"text,omitempty"`
}

// Errors of Apply and Replay.
var (
	ErrChanged = errors.New("the checklist has changed since this review began, so it can't be continued; start it anew")
	ErrClosed  = errors.New("the review is finished")
)

const (
	maxNote   = 2000
	maxEvents = 10_000
)

// Start begins a review. The event must be saved first of all.
func Start(c *Checklist) (*Session, Event) {
	s := &Session{List: c, answers: map[string]Answer{}}
	began := Event{Type: Began, Text: c.Version}
	if err := s.Apply(began); err != nil {
		panic("checklist: a new review refused to begin: " + err.Error()) // a bug, not an input
	}
	return s, began
}

// Replay restores a review from its saved events.
func Replay(c *Checklist, events []json.RawMessage) (*Session, error) {
	s := &Session{List: c, answers: map[string]Answer{}}
	for i, raw := range events {
		var e Event
		if err := json.Unmarshal(raw, &e); err != nil {
			return nil, fmt.Errorf("event %d of the review can't be read: %w", i+1, err)
		}
		if err := s.Apply(e); err != nil {
			return nil, fmt.Errorf("event %d of the review: %w", i+1, err)
		}
	}
	if !s.began {
		return nil, errors.New("the review has no events; start it anew")
	}
	return s, nil
}

// Apply does what an event says. An event that does not fit is refused and
// changes nothing.
func (s *Session) Apply(e Event) error {
	switch {
	case s.events >= maxEvents:
		return fmt.Errorf("a review has at most %d events; finish it and start another", maxEvents)
	case (e.Type == Began) == s.began:
		return errors.New("the review must begin, and only once")
	case s.closed:
		return ErrClosed
	case utf8.RuneCountInString(e.Text) > maxNote:
		return fmt.Errorf("the note has more than %d characters; say it shorter", maxNote)
	}
	item := s.List.index(e.Item)
	if item < 0 && (e.Type == Answered || e.Type == Noted || e.Type == Went) {
		return fmt.Errorf("no item is called %s; %s", content.Visible(strict.Shorten(e.Item, 60)), strict.DidYouMean(e.Item, s.List.ids()))
	}
	switch e.Type {
	case Began:
		if e.Text != s.List.Version {
			return ErrChanged
		}
		s.began = true
	case Answered:
		switch e.Answer {
		case Yes, No, NotApplicable, Unknown:
		default:
			return fmt.Errorf("%q is no answer; say yes, no, not applicable or unknown", content.Visible(strict.Shorten(string(e.Answer), 40)))
		}
		a := Answer{Value: e.Answer, Note: s.answers[e.Item].Note}
		if note := strings.TrimSpace(content.Visible(e.Text)); note != "" {
			a.Note = note
		}
		s.answers[e.Item] = a
		s.At = s.nextOpen(item)
	case Noted:
		a := s.answers[e.Item]
		a.Note = strings.TrimSpace(content.Visible(e.Text))
		s.answers[e.Item] = a
	case Went:
		s.At = item
	case Closed:
		s.closed = true
		s.At = len(s.List.Items)
	default:
		return fmt.Errorf("%q is no event of a review", content.Visible(strict.Shorten(string(e.Type), 40)))
	}
	s.events++
	return nil
}

// nextOpen is the first item without an answer after i, else the first at
// all, else the end.
func (s *Session) nextOpen(i int) int {
	n := len(s.List.Items)
	for step := 1; step <= n; step++ {
		at := (i + step) % n
		if s.answers[s.List.Items[at].ID].Value == Open {
			return at
		}
	}
	return n
}

// Item is the open item; ok is false when all have been answered.
func (s *Session) Item() (item Item, ok bool) {
	if s.At >= len(s.List.Items) {
		return Item{}, false
	}
	return s.List.Items[s.At], true
}

// Answer is what was said to an item so far.
func (s *Session) Answer(id string) Answer { return s.answers[id] }

// Answered counts the items with an answer.
func (s *Session) Answered() int {
	n := 0
	for _, item := range s.List.Items {
		if s.answers[item.ID].Value != Open {
			n++
		}
	}
	return n
}

// Closed reports whether the review is finished.
func (s *Session) Closed() bool { return s.closed }

// Say makes the event of an answer to the item id.
func Say(id string, value Value, note string) Event {
	return Event{Type: Answered, Item: id, Answer: value, Text: note}
}

// ParseValue reads an answer word.
func ParseValue(word string) (Value, bool) {
	switch strings.ToLower(strings.TrimSpace(word)) {
	case "y", "yes", "true":
		return Yes, true
	case "n", "no", "false":
		return No, true
	case "a", "na", "n/a", "not applicable", "-":
		return NotApplicable, true
	case "u", "unknown", "?":
		return Unknown, true
	}
	return Open, false
}

// ErrHelp and its like are what Read returns for words that ask for something
// and change nothing.
var (
	ErrWhy   = errors.New("why")
	ErrCheck = errors.New("how")
)

// Hint says what can be typed.
const Hint = "Type yes, no, na (not applicable) or unknown, with a note after it if you like. Or: why, how, back, skip, NUMBER, finish."

// Read says what a line means for the open item. An error is for the person
// who typed it; ErrWhy and ErrCheck ask for Item.Why and Item.Check.
func (s *Session) Read(input string) (Event, error) {
	text := strings.TrimSpace(input)
	word, rest, _ := strings.Cut(text, " ")
	word = strings.ToLower(strings.TrimRight(word, ":,;."))
	if lower := strings.ToLower(text); strings.HasPrefix(lower, "not applicable") {
		word, rest = "na", text[len("not applicable"):]
	}
	rest = strings.TrimLeft(rest, " :,;-")
	item, open := s.Item()
	value, isAnswer := ParseValue(word)
	if n, err := strconv.Atoi(word); err == nil && rest == "" {
		if n < 1 || n > len(s.List.Items) {
			return Event{}, fmt.Errorf("there is no item %d; there are %d", n, len(s.List.Items))
		}
		return Event{Type: Went, Item: s.List.Items[n-1].ID}, nil
	}
	switch {
	case s.closed:
		return Event{}, ErrClosed
	case word == "finish" || word == "quit" || word == "done":
		return Event{Type: Closed}, nil
	case word == "back":
		return Event{Type: Went, Item: s.List.Items[max(0, s.At-1)].ID}, nil
	case !open:
		return Event{}, errors.New("every item has an answer. Type finish, or the number of an item to change")
	case word == "skip" || word == "next":
		return Event{Type: Went, Item: s.List.Items[s.nextOpen(s.At)%len(s.List.Items)].ID}, nil
	case word == "why":
		return Event{}, ErrWhy
	case word == "how" || word == "check":
		return Event{}, ErrCheck
	case word == "note":
		return Event{Type: Noted, Item: item.ID, Text: rest}, nil
	case isAnswer:
		return Say(item.ID, value, rest), nil
	case word == "":
		return Event{}, fmt.Errorf("nothing was typed. %s", Hint)
	}
	return Event{}, fmt.Errorf("can't read %q. %s", content.Visible(strict.Shorten(text, 40)), Hint)
}
