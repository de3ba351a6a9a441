package drill

import (
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"
	"strings"

	"netsplit/calc"
	"netsplit/calc/estimate"
	"netsplit/content"
	"netsplit/content/grade"
	"netsplit/content/strict"
)

// Problem is a drill as its file says it. Texts may hold {names} of drawn
// values.
type Problem struct {
	ID      string
	Title   string
	Opening string              // the one sentence that the interviewer starts with
	Steps   []Step              // the four steps, in order
	Draw    map[string][]string // values to draw from, by name
	Facts   []Fact
	Unknown string // answer to a question that no fact answers

	Estimates []Estimate
	Parts     []Point // components that a good design names
	Design    string  // the reference design: a scenario without steps
	About     string  // the reference design in words

	Topics   []Topic
	Failures []Failure
	Axes     []Axis

	Path    string `yaml:"-"`
	Version string `yaml:"-"` // of the file's text: events fit only the version they were made on
}

// Step is one of the four parts of the interview.
type Step struct {
	ID      string // scope design deep-dive wrap-up
	Title   string
	Minutes int // planned; the clock nudges when they have passed
	Goal    string
	Hints   []string
}

// Fact is something that the interviewer tells when asked.
type Fact struct {
	ID        string
	About     string   // what it is about, in a few words: shown when it was not asked for
	Words     []string // words or phrases, one of which a question about it contains
	Answer    string
	Essential bool // the design can't be right without it
}

// Estimate asks for a number; its Draw is the problem's.
type Estimate content.Estimate

// solve computes the true answer, with its working.
func (e Estimate) solve(drawn map[string]string) (estimate.Amount, calc.Worksheet, error) {
	asked := content.Estimate(e)
	return grade.Solve(&asked, drawn)
}

// Point is something that a good answer says; it is recognised by its words.
type Point struct {
	ID    string
	Name  string
	Words []string
	Why   string
}

// Topic is a question with no single right answer, only points to make.
type Topic struct {
	ID       string
	Step     string // deep-dive or wrap-up
	Question string
	Points   []Point
}

// Failure is predicted, run on the reference design and compared.
type Failure struct {
	ID       string
	Question string
	Options  []string
	Steps    []string       // scenario steps that are run on the design
	GradedBy []GradedCase   `yaml:"graded-by"`
	Cases    []content.Case `yaml:"-"`
	Show     []string       // metrics to show after the run
	Why      string
}

// GradedCase is a case of a failure as it is written; see content.Case.
type GradedCase struct {
	When string
	Is   int
	Else int
}

// Axis is one of the four axes of the rubric.
type Axis struct {
	ID       string
	Title    string
	Levels   []string // what 1, 2, 3 and 4 look like
	Evidence []string // what is listed beside it: see evidenceKinds
}

func stepIDs() []string { return []string{"scope", "design", "deep-dive", "wrap-up"} }

func evidenceKinds() []string {
	return []string{"facts", "assumptions", "clock", "estimates", "sketch", "deep-dive", "failures", "wrap-up", "hints"}
}

// Glance reads the text of a drill and does not check that it can be played.
func Glance(path, text string) (*Problem, error) {
	var p Problem
	if err := strict.Decode(path, 1, text, &p); err != nil {
		return nil, err
	}
	p.Path = path
	return &p, nil
}

// Parse reads and checks the text of a drill.
func Parse(path, text string) (*Problem, error) {
	p, err := Glance(path, text)
	if err != nil {
		return nil, err
	}
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(text)) // a hash never fails to be written
	p.Version = fmt.Sprintf("%016x", hash.Sum64())
	c := checker{problem: p, text: text}
	c.all()
	if c.err != nil {
		return nil, c.err
	}
	return p, nil
}

var placeholder = regexp.MustCompile(`\{([a-z][a-z0-9-]*)\}`)

// checker finds the first mistake in a problem.
type checker struct {
	problem *Problem
	text    string
	ids     []string
	err     error
}

// fail notes a mistake at the first line that contains near.
func (c *checker) fail(near, message, cure string) {
	if c.err != nil {
		return
	}
	e := &content.Error{Path: c.problem.Path, Message: message, Cure: cure}
	for i, line := range strings.Split(c.text, "\n") {
		if near != "" && strings.Contains(line, near) {
			e.Line, e.Excerpt = i+1, line
			break
		}
	}
	c.err = e
}

func (c *checker) id(what, id string) {
	if id == "" || strings.ContainsAny(id, " \t") {
		c.fail("", "a "+what+" has no id", "give it id: in small letters and hyphens")
	}
	if slices.Contains(c.ids, what+" "+id) {
		c.fail("id: "+id, "the "+what+" "+id+" is there twice", "give each its own id")
	}
	c.ids = append(c.ids, what+" "+id)
}

func (c *checker) need(near, what string, text string) {
	if strings.TrimSpace(text) == "" {
		c.fail(near, near+" has no "+what, "write "+what+": …")
	}
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		if _, ok := c.problem.Draw[m[1]]; !ok {
			var names []string
			for name := range c.problem.Draw {
				names = append(names, name)
			}
			slices.Sort(names)
			c.fail(m[0], m[0]+" is not drawn", strict.DidYouMean(m[1], names))
		}
	}
}

func (c *checker) all() {
	p := c.problem
	c.need("id", "id", p.ID)
	c.need("title", "title", p.Title)
	c.need("opening", "opening", p.Opening)
	c.need("unknown", "unknown", p.Unknown)
	c.need("design", "design", p.Design)
	c.need("about", "about", p.About)
	var steps []string
	for _, s := range p.Steps {
		steps = append(steps, s.ID)
		c.need(s.ID, "title", s.Title)
		c.need(s.ID, "goal", s.Goal)
		if s.Minutes < 1 || s.Minutes > 600 {
			c.fail("id: "+s.ID, fmt.Sprintf("the step %s takes %d minutes", s.ID, s.Minutes), "write minutes: 10")
		}
	}
	if !slices.Equal(steps, stepIDs()) {
		c.fail("steps", "the steps are "+strings.Join(steps, " "), "they must be "+strings.Join(stepIDs(), " ")+", in this order")
	}
	for _, f := range p.Facts {
		c.id("fact", f.ID)
		c.need(f.ID, "about", f.About)
		c.need(f.ID, "answer", f.Answer)
		c.words(f.ID, f.Words)
	}
	for _, e := range p.Estimates {
		c.id("estimate", e.ID)
		c.need(e.ID, "question", e.Question)
		c.need(e.ID, "result", e.Result)
		for _, v := range e.Inputs {
			c.need(e.ID, "inputs", v)
		}
	}
	c.points("part", p.Parts)
	for _, t := range p.Topics {
		c.id("topic", t.ID)
		c.need(t.ID, "question", t.Question)
		c.points(t.ID, t.Points)
		if t.Step != "deep-dive" && t.Step != "wrap-up" {
			c.fail("id: "+t.ID, "the topic "+t.ID+" is in the step "+t.Step, "write step: deep-dive or step: wrap-up")
		}
	}
	for i := range p.Failures {
		c.failure(&p.Failures[i])
	}
	c.axes()
	c.estimates()
}

func (c *checker) words(id string, words []string) {
	if len(words) == 0 {
		c.fail(id, id+" has no words", "list the words by which it is recognised: words: [traffic, requests]")
	}
	for _, w := range words {
		if len(tokens(w)) == 0 {
			c.fail(w, fmt.Sprintf("%q in %s is no word", w, id), "remove it")
		}
	}
}

func (c *checker) points(what string, points []Point) {
	if len(points) == 0 {
		c.fail(what, what+" has no points", "list what a good answer says")
	}
	for _, p := range points {
		c.id(what, p.ID)
		c.need(p.ID, "name", p.Name)
		c.need(p.ID, "why", p.Why)
		c.words(p.ID, p.Words)
	}
}

func (c *checker) failure(f *Failure) {
	c.id("failure", f.ID)
	c.need(f.ID, "question", f.Question)
	c.need(f.ID, "why", f.Why)
	if len(f.Options) < 2 || len(f.Options) > 9 || len(f.Steps) == 0 {
		c.fail("id: "+f.ID, f.ID+" needs 2 to 9 options and some steps", "the steps are those of a scenario: crash store-2")
	}
	for i, g := range f.GradedBy {
		kase := content.Case{Is: g.Is}
		last := i == len(f.GradedBy)-1
		switch {
		case last && g.Else > 0 && g.When == "":
			kase = content.Case{Else: true, Is: g.Else}
		case !last && g.When != "" && g.Else == 0:
			condition, err := content.ParseCondition(g.When)
			if err != nil {
				c.fail(g.When, strings.ReplaceAll(err.Error(), "\n", "; "), "")
			}
			kase.When = condition
		default:
			c.fail("id: "+f.ID, "graded-by of "+f.ID+" is not {when: CONDITION, is: N} … {else: N}", "the last case, and only it, is the else")
		}
		if kase.Is < 1 || kase.Is > len(f.Options) {
			c.fail("id: "+f.ID, fmt.Sprintf("%d is no option of %s", kase.Is, f.ID), fmt.Sprintf("use 1 to %d", len(f.Options)))
		}
		f.Cases = append(f.Cases, kase)
	}
	if len(f.Cases) < 2 {
		c.fail("id: "+f.ID, f.ID+" has nothing to be graded by", "write graded-by with a when and an else")
	}
}

func (c *checker) axes() {
	if len(c.problem.Axes) != 4 {
		c.fail("axes", fmt.Sprintf("the rubric has %d axes", len(c.problem.Axes)), "it has four")
	}
	for _, a := range c.problem.Axes {
		c.id("axis", a.ID)
		c.need(a.ID, "title", a.Title)
		if len(a.Levels) != 4 {
			c.fail("id: "+a.ID, fmt.Sprintf("the axis %s has %d levels", a.ID, len(a.Levels)), "describe 1, 2, 3 and 4")
		}
		if len(a.Evidence) == 0 {
			c.fail("id: "+a.ID, "the axis "+a.ID+" has no evidence", "list kinds: "+strings.Join(evidenceKinds(), " "))
		}
		for _, kind := range a.Evidence {
			if !slices.Contains(evidenceKinds(), kind) {
				c.fail(kind, kind+" is no kind of evidence", strict.DidYouMean(kind, evidenceKinds()))
			}
		}
	}
}

// estimates computes each estimate once with the first drawn values, so that
// a wrong input is found now and not in the middle of an interview.
func (c *checker) estimates() {
	if c.err != nil {
		return
	}
	drawn := map[string]string{}
	for name, values := range c.problem.Draw {
		if len(values) == 0 {
			c.fail(name, "draw: "+name+" has no values", "list the values to draw from")
			return
		}
		drawn[name] = values[0]
	}
	for _, e := range c.problem.Estimates {
		if _, _, err := e.solve(drawn); err != nil {
			c.fail("id: "+e.ID, "the estimate "+e.ID+" can't be computed: "+err.Error(), "")
		}
	}
}
