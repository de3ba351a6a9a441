package drill_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"netsplit/content"
	"netsplit/content/drill"
	"netsplit/content/grade"
	"netsplit/engine"
	"netsplit/engine/scenario"
)

// Goal: the scenarios of every drill run, the design meets its own objectives,
// and the answer to a failure question does not depend on luck: ten seeds give
// the same one.
func TestRunsAgree(t *testing.T) {
	lib := content.Embedded()
	for _, name := range lib.DrillNames() {
		path, text, err := lib.DrillSource(name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := drill.Parse(path, text)
		if err != nil {
			t.Fatal(err)
		}
		answers := map[string]int{}
		for seed := range uint64(10) {
			for _, request := range requests(t, p) {
				report := run(t, request, seed)
				for _, f := range p.Failures {
					if request.Task != "run "+f.ID {
						continue
					}
					got, err := grade.Cases(f.Cases, grade.Run{Metrics: report.Metrics})
					if err != nil {
						t.Fatalf("%s: %v", request.Task, err)
					}
					if before, ok := answers[f.ID]; ok && before != got.Option {
						t.Errorf("%s: seed %d shows option %d, another seed %d (%s)", f.ID, seed, got.Option, before, got.Reason)
					}
					answers[f.ID] = got.Option
					for _, metric := range f.Show {
						if _, ok := report.Metrics[metric]; !ok {
							t.Errorf("%s: there is no metric %s", f.ID, metric)
						}
					}
				}
				if request.Task == "design" && (report.Metrics["users.availability"] < 0.9995 || report.Metrics["users.p99"] > 0.1) {
					t.Errorf("%s: seed %d: the reference design misses its objectives: %v", name, seed, report.Metrics)
				}
			}
		}
		if len(answers) < 2 {
			t.Errorf("%s has %d failures that are run, want at least 2", name, len(answers))
		}
	}
}

// requests walks a session of a problem and returns every run that it asks for.
func requests(t *testing.T, p *drill.Problem) []drill.RunRequest {
	t.Helper()
	s, _ := drill.Start(p, 1)
	var found []drill.RunRequest
	for range 100 {
		if s.Finished() {
			return found
		}
		line := "next"
		switch s.Prompt().Kind {
		case drill.Guess:
			line = "skip"
		case drill.Choose, drill.SelfGrade:
			line = "1"
		case drill.RunTask:
			request, _ := s.WantsRun()
			found = append(found, request)
			line = "skip"
		}
		e, err := s.Read(line, time.Second)
		if err == nil {
			err = s.Apply(e)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("the drill does not end")
	return nil
}

func run(t *testing.T, request drill.RunRequest, seed uint64) *engine.Report {
	t.Helper()
	sc, err := scenario.Parse(request.Task, []byte(request.Scenario))
	if err != nil {
		t.Fatal(err)
	}
	report, err := engine.Run(sc, engine.Options{Seed: &seed})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// Goal: a run's outcome survives being saved as JSON.
func TestRunIsSaved(t *testing.T) {
	path, text, err := content.Embedded().DrillSource("url-shortener")
	if err != nil {
		t.Fatal(err)
	}
	p, err := drill.Parse(path, text)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := drill.Start(p, 1)
	for !errors.Is(readErr(s), drill.ErrRun) {
		line := "next"
		if s.Prompt().Kind == drill.Guess {
			line = "skip"
		}
		e, err := s.Read(line, 0)
		if err == nil {
			err = s.Apply(e)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	request, _ := s.WantsRun()
	report := run(t, request, 1)
	e := s.Ran(drill.NewRun(report.Metrics, nil, report.VirtualSeconds, report.TraceHash), time.Minute)
	if _, err := json.Marshal(e); err != nil {
		t.Fatal(err)
	}
	if err := s.Apply(e); err != nil {
		t.Fatal(err)
	}
}

func readErr(s *drill.Session) error {
	_, err := s.Read("run", 0)
	return err
}
