package tui

import (
	"fmt"
	"path/filepath"
	"sync"

	"netsplit/content"
	"netsplit/content/pack"
	"netsplit/store"
	experiments "netsplit/store/sqllab"
	"netsplit/tui/calculator"
	"netsplit/tui/cards"
	"netsplit/tui/catalogue"
	"netsplit/tui/drill"
	"netsplit/tui/home"
	"netsplit/tui/lab"
	"netsplit/tui/lesson"
	"netsplit/tui/page"
	"netsplit/tui/review"
	"netsplit/tui/search"
	"netsplit/tui/sqllab"
	"netsplit/tui/welcome"
)

// Pages makes the constructors of all pages over what there is to learn and
// what is known of the learner.
func Pages(lib *content.Library, db *store.Store) map[string]page.Constructor {
	pages := map[string]page.Constructor{
		"lesson":     openLesson(lib, db),
		"lab":        lab.Constructor(lib, db),
		"drill":      drill.Constructor(lib, db),
		"review":     review.Constructor(lib, db),
		"calculator": openCalculator,
		"sql":        openSQL,
		"cards":      cards.Constructor(lib, db),
		"progress":   openProgress(lib, db),
		"search":     openSearch(lib),
		"welcome":    welcome.New,
	}
	pages["home"] = openHome(lib, db, pages)
	return pages
}

// openHome makes home or, with a target, one of its shelves: "labs", "drills",
// "checklists", "track:data".
func openHome(lib *content.Library, db *store.Store, pages map[string]page.Constructor) page.Constructor {
	return func(env page.Env, place page.Place) (page.Page, error) {
		s := shelves{lib: lib, db: db, now: env.Now, pages: pages}
		if place.Target == "" {
			return home.New(env, s.home)
		}
		if !s.has(place.Target) {
			return nil, fmt.Errorf("there is no list %q", place.Target)
		}
		return home.NewShelf(env, place.Target, func() (home.Shelf, error) { return s.shelf(place.Target) })
	}
}

// openLesson makes the reader: of a lesson by its id, or of somebody's own
// notes by an absolute path.
func openLesson(lib *content.Library, db *store.Store) page.Constructor {
	return func(env page.Env, place page.Place) (page.Page, error) {
		deps := lesson.Deps{Store: db, Lab: openPane(db), Grade: gradeRun, Calculator: calculation, SQL: openExperiment, SQLTitle: experimentTitle}
		if !filepath.IsAbs(place.Target) {
			return lesson.New(env, deps, lesson.Lessons{Library: lib, ID: place.Target}, place)
		}
		notes, err := pack.Open(place.Target)
		if err != nil {
			return nil, err
		}
		return lesson.New(env, deps, lesson.Notes{Pack: notes, Root: place.Target}, place)
	}
}

func openCalculator(env page.Env, place page.Place) (page.Page, error) {
	return calculator.New(env, catalogue.All(), place)
}

func openSQL(env page.Env, place page.Place) (page.Page, error) {
	p, err := sqllab.New(env, place)
	if err != nil {
		return nil, err
	}
	return p, nil
}

// openExperiment makes the experiment of a lesson.
func openExperiment(env page.Env, name string) (page.Page, error) {
	return openSQL(env, page.Place{Page: "sql", Target: name})
}

// experimentTitle is the question of an experiment.
func experimentTitle(name string) string {
	lab, _ := experiments.Find(name)
	return lab.Title
}

// openSearch makes the search. What it looks through never changes while the
// program runs, so it is gathered once.
func openSearch(lib *content.Library) page.Constructor {
	return search.Constructor(sync.OnceValues(func() (*search.Index, error) { return search.Build(lib) }))
}
