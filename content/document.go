package content

// Document is one Markdown file, ours or the user's.
type Document struct {
	Path       string // of the file, as opened; "lessons/quorums.md" for ours
	Title      string
	Sections   []Section   // in the order of the text; the first may have no title
	References []Reference // link definitions: [label]: destination
	Problems   []*Error    // live blocks that could not be read; they are shown as code
}

// Reference is a link definition, which may be used anywhere in the document.
type Reference struct{ Label, Destination string }

// Section is a heading and what follows it, up to the next heading.
type Section struct {
	Title  string
	Anchor string // as GitHub makes it: "second-heading", a repeated one "second-heading-1"
	Level  int    // of the heading, 1 to 6; 0 for text before the first heading
	Line   int    // of the heading
	Blocks []Block
}

// Kind says what a block is.
type Kind string

// The kinds of block.
const (
	Text         Kind = "text"     // Markdown in Source: paragraphs, lists, tables, code, quotes
	Fold         Kind = "fold"     // Name is its summary, Blocks what it hides
	ScenarioKind Kind = "scenario" // Scenario is set
	PredictKind  Kind = "predict"  // Predict is set
	QuizKind     Kind = "quiz"     // Quiz is set
	EstimateKind Kind = "estimate" // Estimate is set
	CalcKind     Kind = "calc"     // Calc is set
	SQLKind      Kind = "sql"      // SQL is set
	Diagram      Kind = "diagram"  // Source is plain text, drawn as it is
	CardKind     Kind = "card"     // Card is set
)

// Block is one piece of a section. Exactly one of the typed forms is set,
// the one of its Kind; Text and Diagram have only Source.
type Block struct {
	Kind   Kind
	Name   string // the block's id; of a scenario its name; of a fold its summary
	Source string // safe to print: no control characters but \n
	Line   int    // in the file, of the first line of the block

	Scenario *Scenario
	Predict  *Predict
	Quiz     *Quiz
	Estimate *Estimate
	Calc     *Calc
	SQL      *SQL
	Card     *Card
	Blocks   []Block // of a fold
}

// Link is where a reference in the text leads. See Library.Resolve and
// pack.Pack.Resolve.
type Link struct {
	Destination string // as written
	Path        string // of the document it leads to; empty for another site
	Anchor      string // of the section in it; empty for the top
	External    bool   // an address on another site: shown, not followed
	Broken      string // why it can't be followed: "no heading #quorum; did you mean #quorums?"
}
