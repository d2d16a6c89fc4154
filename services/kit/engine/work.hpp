// SPDX-License-Identifier: MIT
#pragma once
#include "bus/wire/envelope.hpp"
#include "services/kit/engine/inbox.hpp"
#include "services/kit/routes.hpp"
#include "services/kit/store/derivation.hpp"
#include "services/kit/store/migrations.hpp"
#include "services/kit/wording.hpp"

namespace rapport::kit {

/// A service without its process: its name, its table of routes and its schema.
struct Definition {
    std::string name;
    std::string doc;  ///< one sentence, for `$info`
    Routes routes;
    std::span<const Migration> schema;
    std::vector<Derivation> derivations = {};  ///< what a store of an earlier version has to make anew
    /// How it finds the parties of callers who do not see all. None: it refuses who is limited to parties, and account
    /// managers see all.
    std::optional<OwnPartiesSql> own_parties = {};
    /// Where what it tells names a party that the event concerns, `complaint.party`, beside what its tables say
    /// themselves (owned_by()): it holds for all types of event that have such a field.
    std::vector<std::string> party_fields = {};
    /// The letters of its numbers, and the tables that have them: a request may name a number wherever it may name an
    /// id, and Unit::next_number() gives out these alone.
    std::vector<Numbered> numbered = {};
    /// What its names are called: its folder `words`, built in.
    std::span<const WordsFile> words = {};
};

/// A request as the engine takes it, whoever brought it.
struct Invocation {
    std::string method;
    std::string params;
    bus::Header header;
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
    /// What becomes of a reference to something that is not known here.
    enum class References {
        open,     ///< the first try: an unknown reference is handed back, to be looked for at its source
        settled,  ///< the projection is as far as its source was: unknown is not_found
    } references = References::open;
    /// What others answered to the question that the command asks first. None: they were not asked yet.
    std::optional<Answers> answers = {};
    bool dry = false;  ///< a rehearsal: see rehearsal.hpp
};
/// An event for one of our consumers, in its source's order.
struct Delivery {
    Consumer consumer;
    bus::Event event;
    std::optional<std::string> traceparent = {};  ///< the handling, as a step of the event's trace
};
/// The source's history is another one: go on from there.
struct NewEpoch {
    Consumer consumer;
    bus::Cursor cursor;
    std::int64_t skipped = 0;
    std::optional<bus::HistoryBreak> broken = {};
};
/// A timer whose time has come.
struct DueTimer {
    std::string name, key;
    Instant due;
};
/// A job that waits, or that ran.
struct QueuedJob {
    std::string id, kind, payload;  ///< payload is MessagePack
    std::int64_t attempts = 0;
    std::optional<std::string> trace, correlation;
    bool quiet = false;
    JobOutcome outcome;
};
/// A dead letter that an operator wants tried again.
struct Redrive {
    std::int64_t row = 0;
};
/// What a new store begins with, unless that was put there already.
struct FirstStart {
    std::string name;
};
/// Another service answers a question that commands here ask first, or does so no more: kept, so that it is expected
/// to answer while it is down.
struct Answerer {
    std::string question, service;
    bool answers = true;
};
/// What another service says of itself.
struct Introduction {
    bus::ServiceInfo info;
};
/// One thing that changes the store.
using Work =
    std::variant<Invocation, Delivery, NewEpoch, DueTimer, QueuedJob, Redrive, FirstStart, Answerer, Introduction>;

/// What became of it.
struct Outcome {
    std::string result;  ///< MessagePack
    std::optional<Error> error;
    std::optional<std::string> unknown_source;  ///< it referred to something of that source that is not known here
    std::optional<Question> asks;  ///< others have to be asked first; then it is to come again, with their answers
    bool retry = false;            ///< the store or a neighbour is in trouble: the same work is to come again
};
/// What became of a group of work, once it is synced.
struct Committed {
    std::vector<Outcome> outcomes;   ///< one for each work
    std::vector<bus::Event> events;  ///< stored, and to be published
    bool jobs_started = false;
};

}  // namespace rapport::kit
