package tearsheet

import (
	"context"
	"io"
	"time"
)

// The contracts of data providers. Every query carries AsOf; a provider that
// returns anything with Known after AsOf is broken (tools/providertest). No data
// is KindNotFound; a source that cannot answer is KindUnavailable; an empty
// slice with a nil error means the source answered and there is none.

// SecurityProvider resolves symbols.
type SecurityProvider interface {
	// Resolve finds a security by symbol. KindNotFound when nobody lists it.
	Resolve(ctx context.Context, id SecurityID) (Security, error)
}

// BarProvider gives daily bars.
type BarProvider interface {
	Bars(ctx context.Context, q BarQuery) (Series, error)
}

// FactProvider gives an issuer's filed facts, oldest Known first. Restatements
// are separate facts of the same period.
type FactProvider interface {
	Facts(ctx context.Context, q FactQuery) ([]Fact, error)
}

// FactQuery asks for facts known at AsOf. Concepts limits them; empty means all.
type FactQuery struct {
	Security SecurityID
	CIK      CIK
	Concepts []Concept
	AsOf     time.Time
}

// FilingProvider lists filings and opens their documents.
type FilingProvider interface {
	Filings(ctx context.Context, q FilingQuery) ([]Filing, error)
	// Open returns a document of a filing; the caller closes it. It refuses a
	// filing that was not public at asOf.
	Open(ctx context.Context, f Filing, asOf time.Time) (io.ReadCloser, error)
}

// ChainProvider gives option chains.
type ChainProvider interface {
	Chain(ctx context.Context, q ChainQuery) (Chain, error)
}

// NewsProvider gives headlines.
type NewsProvider interface {
	News(ctx context.Context, q NewsQuery) ([]Article, error)
}

// CurveProvider gives yield curves.
type CurveProvider interface {
	Curve(ctx context.Context, q CurveQuery) (Curve, error)
}

// Provider is one source of everything; a source that lacks a kind answers
// KindNotFound for it.
type Provider interface {
	SecurityProvider
	BarProvider
	FactProvider
	FilingProvider
	ChainProvider
	NewsProvider
	CurveProvider
	// Name is how data windows call the source.
	Name() string
}
