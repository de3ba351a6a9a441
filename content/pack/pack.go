package pack

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"unicode/utf8"

	"netsplit/content"
)

// Pack is a folder of notes, or a single file.
type Pack struct {
	Root    string   // absolute path of the folder; of a single file its folder
	Single  bool     // one file was opened
	Files   []File   // by path, those of a folder before those of its subfolders
	Notices []string // what was left out, in words

	mu        sync.Mutex
	documents map[string]*content.Document
}

// File is one file of a pack.
type File struct {
	Path string // absolute; what Document takes
	Name string // relative to the root, with slashes
	Size int64
}

// MaxFile is the largest file that is opened.
const MaxFile = 64 << 20

// Open opens a file or a folder. It reads no text yet, but for a single file
// it makes sure that it is text.
func Open(path string) (*Pack, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fail(path, "the path can't be used: "+err.Error(), "give the path of a file or folder")
	}
	info, err := os.Stat(abs)
	if err != nil {
		return nil, failOpen(path, abs, err)
	}
	if info.IsDir() {
		return openFolder(path, abs)
	}
	p := &Pack{
		Root: filepath.Dir(abs), Single: true, documents: map[string]*content.Document{},
		Files: []File{{Path: abs, Name: filepath.Base(abs), Size: info.Size()}},
	}
	if _, err := p.Document(abs); err != nil {
		return nil, err
	}
	return p, nil
}

// Read takes text that was read already, such as standard input, for a single
// document of that name in the working folder.
func Read(name, text string) (*Pack, error) {
	folder, err := filepath.Abs(".")
	if err != nil {
		return nil, fail(name, "the working folder can't be used: "+err.Error(), "name a file")
	}
	if strings.TrimSpace(text) == "" {
		return nil, empty(name)
	}
	path := filepath.Join(folder, name)
	doc, err := parse(path, []byte(text))
	if err != nil {
		return nil, err
	}
	return &Pack{Root: folder, Single: true, documents: map[string]*content.Document{path: doc}, Files: []File{{Path: path, Name: name, Size: int64(len(text))}}}, nil
}

func empty(name string) error {
	return fail(name, "the file is empty", "write some Markdown in it: a line such as # Title, then text")
}

// Document reads one file. It is read once and kept.
func (p *Pack) Document(path string) (*content.Document, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if doc, ok := p.documents[path]; ok {
		return doc, nil
	}
	src, err := readFile(p.show(path), path)
	if err != nil {
		return nil, err
	}
	doc, err := parse(path, src)
	if err != nil {
		return nil, err
	}
	p.documents[path] = doc
	return doc, nil
}

// show is a path as the user would write it.
func (p *Pack) show(path string) string {
	if rel, err := filepath.Rel(p.Root, path); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return path
}

func parse(path string, src []byte) (*content.Document, error) {
	matter, body, first := content.SplitFrontMatter(content.Clean(src))
	folder := filepath.Dir(path)
	doc, err := content.Read(path, body, content.Options{
		FirstLine: first,
		Picture:   func(source string) bool { return exists(folder, source) },
		Scenario:  content.Embedded().Scenario,
	})
	if err != nil {
		return nil, err
	}
	if matter != "" {
		showMatter(doc, matter)
	}
	if doc.Title == "" {
		doc.Title = content.Visible(strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)))
	}
	return doc, nil
}

// showMatter keeps the front matter readable, folded away, and takes the
// title from it.
func showMatter(doc *content.Document, matter string) {
	if title, ok := content.TopLevel(matter, "title"); ok && title != "" {
		doc.Title = title
	}
	fold := content.Block{Kind: content.Fold, Name: "Front matter", Line: 1, Blocks: []content.Block{
		{Kind: content.Text, Line: 1, Source: "~~~~~~~~yaml\n" + matter + "\n~~~~~~~~\n"},
	}}
	if len(doc.Sections) == 0 || doc.Sections[0].Level > 0 {
		doc.Sections = append([]content.Section{{Line: 1}}, doc.Sections...)
	}
	doc.Sections[0].Blocks = append([]content.Block{fold}, doc.Sections[0].Blocks...)
}

func exists(folder, source string) bool {
	file, _, external := content.SplitDestination(source)
	if external || file == "" {
		return true // on another site, or in the text: not ours to look for
	}
	if !filepath.IsAbs(file) {
		file = filepath.Join(folder, filepath.FromSlash(file))
	}
	_, err := os.Stat(file)
	return err == nil
}

// readFile reads a text file, or says why it is none.
func readFile(name, path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, failOpen(name, path, err)
	}
	switch {
	case info.IsDir():
		return nil, fail(name, "this is a folder, not a file", "open the folder itself to read all its Markdown")
	case !info.Mode().IsRegular():
		return nil, fail(name, "this is not an ordinary file ("+kindOf(info.Mode())+")", "save the text in a file and open that")
	case info.Size() > MaxFile:
		return nil, fail(name, fmt.Sprintf("the file has %d MB; at most %d MB are read", info.Size()>>20, MaxFile>>20), "split it into several files in a folder")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, failOpen(name, path, err)
	}
	defer f.Close()
	src := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead))
	if _, err := src.ReadFrom(io.LimitReader(f, MaxFile+1)); err != nil {
		return nil, failOpen(name, path, err)
	}
	if why := notText(src.Bytes()); why != "" {
		return nil, fail(name, why, "open a Markdown or other text file")
	}
	if len(bytes.TrimSpace(src.Bytes())) == 0 {
		return nil, empty(name)
	}
	return src.Bytes(), nil
}

func kindOf(mode os.FileMode) string {
	switch {
	case mode&os.ModeNamedPipe != 0:
		return "a pipe"
	case mode&os.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}

// notText says why src is not text. It looks at the first 64 KB: a zero byte
// never stands in text, and text in any encoding that is still used is mostly
// valid UTF-8.
func notText(src []byte) string {
	if bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")) {
		return "" // UTF-16 has zero bytes; content.Clean decodes it
	}
	head := src[:min(len(src), 64<<10)]
	if i := bytes.IndexByte(head, 0); i >= 0 {
		return fmt.Sprintf("this is a binary file, not text (a zero byte at position %d)", i)
	}
	bad, total := 0, 0
	for rest := head; len(rest) > 0; total++ {
		r, n := utf8.DecodeRune(rest)
		if r == utf8.RuneError && n == 1 || r < 0x20 && !strings.ContainsRune("\t\n\r\f\v\b\x1b\x1a", r) {
			bad++
		}
		rest = rest[n:]
	}
	if bad > 8 && bad*10 > total*3 {
		return fmt.Sprintf("this looks like a binary file, not text (%d%% of its start is no UTF-8)", bad*100/total)
	}
	return ""
}
