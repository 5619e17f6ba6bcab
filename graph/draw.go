package graph

import (
	"fmt"
	"io"
	"strings"

	"tearsheet"
)

// Draw writes the graph as mermaid, dot or text.
func (g *Graph) Draw(w io.Writer, format string) error {
	var b strings.Builder
	switch format {
	case "mermaid":
		g.mermaid(&b)
	case "dot":
		g.dot(&b)
	case "text":
		g.text(&b)
	default:
		return &tearsheet.Error{Op: "graph show", Kind: tearsheet.KindInvalid, Subject: "--format " + format,
			Err: fmt.Errorf("unknown format"), Hint: "use mermaid, dot or text"}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

type edge struct {
	from, to int
	soft     bool
	topics   []string
}

// edges lists each pair of nodes once with the topics that travel; an edge is
// soft when every topic on it is merely used.
func (g *Graph) edges() []edge {
	var out []edge
	for to, n := range g.nodes {
		at := map[int]int{}
		for k, topics := range [][]tearsheet.Topic{n.spec.Needs, n.spec.Uses} {
			for _, t := range topics {
				from := g.giverOf(t)
				if from < 0 {
					continue
				}
				i, ok := at[from]
				if !ok {
					i = len(out)
					at[from] = i
					out = append(out, edge{from: from, to: to, soft: true})
				}
				out[i].soft = out[i].soft && k == 1
				out[i].topics = append(out[i].topics, string(t))
			}
		}
	}
	return out
}

func (g *Graph) giverOf(t tearsheet.Topic) int {
	for i, n := range g.nodes {
		for _, v := range n.spec.Gives {
			if v == t {
				return i
			}
		}
	}
	return -1
}

func (g *Graph) mermaid(b *strings.Builder) {
	fmt.Fprintf(b, "flowchart LR\n")
	for _, n := range g.nodes {
		label := n.spec.Name
		open, end := "[", "]"
		switch {
		case n.spec.When != nil:
			open, end = "{{", "}}"
			label += "<br/>when " + strings.ReplaceAll(n.spec.When.Doc, `"`, "#quot;")
		case n.spec.Final:
			open, end = "([", "])"
		case n.spec.Optional:
			open, end = "(", ")"
		}
		fmt.Fprintf(b, "  %s%s\"%s\"%s\n", n.spec.Name, open, label, end)
	}
	for _, e := range g.edges() {
		arrow := "-->"
		if e.soft {
			arrow = "-.->"
		}
		fmt.Fprintf(b, "  %s %s %s\n", g.nodes[e.from].spec.Name, arrow, g.nodes[e.to].spec.Name)
	}
}

func (g *Graph) dot(b *strings.Builder) {
	fmt.Fprintf(b, "digraph %q {\n  rankdir=LR;\n  node [shape=box];\n", g.name)
	for _, n := range g.nodes {
		attr := ""
		switch {
		case n.spec.When != nil:
			attr = fmt.Sprintf(" [shape=hexagon, label=%q]", n.spec.Name+"\nwhen "+n.spec.When.Doc)
		case n.spec.Final:
			attr = " [shape=doubleoctagon]"
		case n.spec.Optional:
			attr = " [style=rounded]"
		}
		fmt.Fprintf(b, "  %q%s;\n", n.spec.Name, attr)
	}
	for _, e := range g.edges() {
		style := ""
		if e.soft {
			style = " [style=dashed]"
		}
		fmt.Fprintf(b, "  %q -> %q%s;\n", g.nodes[e.from].spec.Name, g.nodes[e.to].spec.Name, style)
	}
	b.WriteString("}\n")
}

func (g *Graph) text(b *strings.Builder) {
	fmt.Fprintf(b, "%s, %d nodes, fingerprint %.12s\n", g.name, len(g.nodes), g.print)
	rank := -1
	for i, n := range g.nodes {
		if n.rank != rank {
			rank = n.rank
			fmt.Fprintf(b, "\nstep %d\n", rank+1)
		}
		fmt.Fprintf(b, "  %-12s %s\n", n.spec.Name, n.spec.Doc)
		var after, maybe []string
		for _, e := range g.edges() {
			if e.to == i && e.soft {
				maybe = append(maybe, g.nodes[e.from].spec.Name)
			} else if e.to == i {
				after = append(after, g.nodes[e.from].spec.Name)
			}
		}
		line := func(label string, names []string) {
			if len(names) > 0 {
				fmt.Fprintf(b, "  %-12s   %s %s\n", "", label, strings.Join(names, ", "))
			}
		}
		line("needs", after)
		line("uses", maybe)
		if n.spec.When != nil {
			line("when", []string{n.spec.When.Doc})
		}
		if n.spec.Optional {
			line("optional:", []string{"a failure becomes a gap"})
		}
	}
}
