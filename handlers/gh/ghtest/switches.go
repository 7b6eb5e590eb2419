// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package ghtest

// Switches are GitHub's limits, and what nobody could verify about GitHub: a story can run both answers.
// Set them before or during a test through [Server.Switch].
type Switches struct {
	// CommitsMax is how many commits of a pull request REST lists (250, reference: GitHub docs).
	CommitsMax int
	// FilesMax is how many files of a pull request REST lists (3,000, GitHub docs).
	FilesMax int
	// GraphQLCommitsMax is the same for PullRequest.commits in GraphQL; 0: no limit. Unverified: 250 or none.
	GraphQLCommitsMax int
	// GraphQLFilesMax is the same for PullRequest.files; 0: no limit. Unverified: 3,000 or none.
	GraphQLFilesMax int
	// CompareFilesMax is how many files a comparison carries, on its first page only (300, GitHub docs).
	CompareFilesMax int
	// TreeEntriesMax is where a recursive tree is truncated (100,000, GitHub docs). GitHub's other bound, 7 MB, is not modeled.
	TreeEntriesMax int
	// ContentMax is the size in bytes above which contents are not given as JSON (1 MiB, GitHub docs).
	ContentMax int
	// BlobMax is the size in bytes above which a blob is not given (100 MB, GitHub docs).
	BlobMax int
	// GraphQLTextMax is where Blob.text is cut and isTruncated set, in bytes. Unverified: 512,000 is what people see.
	GraphQLTextMax int
	// PatchMaxBytes and PatchMaxLines are where a file's patch is left out (500 KB a file, 20,000 lines: GitHub docs on diff limits).
	PatchMaxBytes, PatchMaxLines int
	// ForkObjectsThroughBase: objects of a fork can be read through the base repository, as in GitHub's shared networks.
	// Unverified for private forks.
	ForkObjectsThroughBase bool
	// PublicReadsFree: an installation token reads public things without the permission that the documentation names.
	// GitHub's documentation says that it does; false is the stricter answer, which finds permissions that a manifest forgot.
	PublicReadsFree bool
	// SuspendedSilent: a suspended installation gets no webhooks but those about itself. Unverified.
	SuspendedSilent bool
	// ClientIDIssuer: a JWT may name the App by its client id. Documented; unverified for clients that know integers only.
	ClientIDIssuer bool
	// DeliveryFailureIncludesTimeouts: ?status=failure lists deliveries that got no answer at all. GitHub's description says codes 400-599 only.
	DeliveryFailureIncludesTimeouts bool
	// GhostIsNull: REST shows null where a deleted account wrote. GitHub's description allows it in lists of pull requests and on
	// comments; false is the account called ghost, which people see. GraphQL always says null.
	GhostIsNull bool
	// RateLimit is the requests an hour of an installation or a user (5,000), and the points of GraphQL.
	// Raise it for load: an installation that spent it is answered 403.
	RateLimit int
	// CheckRunsPerName is how many runs of one name a suite keeps (1,000, GitHub OpenAPI).
	CheckRunsPerName int
}

func defaultSwitches() Switches {
	return Switches{
		CommitsMax: 250, FilesMax: 3000, CompareFilesMax: 300,
		TreeEntriesMax: 100_000, ContentMax: 1 << 20, BlobMax: 100_000_000, GraphQLTextMax: 512_000,
		PatchMaxBytes: 500_000, PatchMaxLines: 20_000,
		ForkObjectsThroughBase: true, SuspendedSilent: true, ClientIDIssuer: true,
		RateLimit: 5000, CheckRunsPerName: 1000,
	}
}

// Switch changes switches: s.Switch(func(sw *ghtest.Switches) { sw.TreeEntriesMax = 10 }).
func (s *Server) Switch(change func(*Switches)) {
	defer s.lock()()
	change(&s.sw)
}
