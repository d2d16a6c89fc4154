// SPDX-License-Identifier: MIT
#include "services/kit/service/service.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "bus/client/client.hpp"
#include "bus/events/publisher.hpp"
#include "bus/server/server.hpp"
#include "bus/wire/endpoints.hpp"
#include "services/kit/service/fan_out.hpp"
#include "services/kit/service/introductions.hpp"
#include "services/kit/service/jobs.hpp"
#include "services/kit/service/operations.hpp"
#include "services/kit/service/reference_waits.hpp"
#include "services/kit/service/stats.hpp"

namespace rapport::kit {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t reader_threads = 2;
constexpr Millis drain_limit(2'000);

/// Why a command is not done: the details of its refusal.
struct Silent {
    std::string reason = "silent";
    std::int64_t retry_after_ms = 5'000;  // who asks again at once would find them as silent
    std::vector<std::string> missing;
    static constexpr auto fields =
        describe(Field{"reason", &Silent::reason, "silent"},
                 Field{"retry_after_ms", &Silent::retry_after_ms, "when to come again"},
                 Field{"missing", &Silent::missing, "the services that should have answered and did not"});
};

Error silent(std::vector<std::string> missing) {
    std::ranges::sort(missing);
    std::string names;
    for (const std::string& service : missing) names.append(names.empty() ? "" : ", ").append(service);
    return {Code::unavailable,
            names + ": no answer, which is needed first; try again, or name in `without` who is to be left out",
            any_of(Silent{.missing = std::move(missing)})};
}

}  // namespace

struct Service::State {
    /// A request for the writer, and how far others have been asked for it.
    struct Command {
        bus::Request request;
        Invocation::References references = Invocation::References::open;
        std::optional<Answers> answers = {};
    };
    /// What came of it, on its way back to the loop's thread.
    struct Answer {
        Command command;
        Outcome outcome;
    };

    struct Endpoint {
        EndpointStats stats;
        Histogram latency;
    };

    State(Engine& engine_, const bus::Address& bus, std::uint32_t credit, std::shared_ptr<SpanLog> spans_)
        : engine(engine_),
          spans(spans_ ? std::move(spans_) : std::make_shared<SpanLog>()),
          endpoints(bus::Endpoints::of(bus)),
          writer(engine, [this](Committed& committed) { committed_on_writer(committed); }),
          jobs(engine, writer, *spans),
          operations(engine, loop, [this](const bus::Request& r, const Outcome& o) { answer(r, o); }),
          info(engine.info()),
          watermark(engine.watermark()),
          started(engine.clock().now()),
          server(loop, endpoints.requests, {.service = engine.name(), .credit = credit},
                 [this](bus::Request request) { take(std::move(request)); }),
          client(loop, endpoints.requests, self(engine.name())),
          publisher(loop, endpoints.publish),
          consumers(loop, client, endpoints.subscribe, engine, writer, *spans,
                    [this](const Consumer& consumer) { references.moved(consumer); }),
          references(loop, client, consumers),
          fan_out(loop, client, engine, writer),
          introductions(loop, client, engine, writer, consumers) {
        info.instance = server.instance();
        for (std::size_t i = 0; i < reader_threads; ++i) reader_dbs.push_back(engine.open_reader());
        announce(Millis(20));
    }

    void announce(Millis next);
    void take(bus::Request request);
    void run_command(Command command);
    void run_redrive(bus::Request request);
    void answer(const bus::Request& request, const Outcome& outcome);
    void answered_on_writer(Command command, Outcome& outcome);
    void committed_on_writer(Committed& committed);
    void remember(const bus::Request& request, const Outcome& outcome);
    void answer_or_ask(Answer& answer);
    void settle(Command command, const std::string& source, const Error& unknown);
    void ask_first(Command command, const Question& question);
    void read_queries(Db& reader);
    bool introspect(const bus::Request& request);
    void tell_spans(const bus::Request& request);
    ServiceStats stats() const;
    void drain();

    Engine& engine;
    const std::shared_ptr<SpanLog> spans;
    const bus::Endpoints endpoints;
    bus::Loop loop;
    Writer writer;
    JobThreads jobs;
    Operations operations;
    bus::ServiceInfo info;
    bus::Watermark watermark;
    const Instant started;
    bus::Server server;
    bus::Client client;
    bus::Publisher publisher;
    Consumers consumers;
    ReferenceWaits references;
    FanOut fan_out;
    Introductions introductions;
    Queue<bus::Request> queries;
    std::vector<std::unique_ptr<Db>> reader_dbs;
    std::vector<std::thread> readers;
    std::vector<Answer> answers;  ///< the writer's, until it has committed
    std::map<std::string, Endpoint> endpoints_stats;
    std::size_t in_hand = 0;
    bool stopping = false;
};

/// Every second; more often at first, so that who follows every service learns of this one before it tells much.
void Service::State::announce(Millis next) {
    publisher.publish(watermark);
    loop.after(next, [this, next] { announce(std::min(next * 2, Millis(1'000))); });
}

void Service::State::take(bus::Request request) {
    if (introspect(request)) return;
    ++in_hand;
    if (const auto caller = bus::trace_parent_from(request.header.traceparent.value_or(""))) {
        request.caller = caller->step;
        request.header.traceparent = to_text(caller->child());
    }
    if (request.method == "$redrive") return run_redrive(std::move(request));
    if (engine.is_operation(request.method)) return operations.take(std::move(request));
    if (engine.is_query(request.method)) return queries.push(std::move(request));
    run_command({std::move(request)});
}

void Service::State::run_command(Command command) {
    const bus::Request& request = command.request;
    Invocation invocation{request.method,   request.params,     request.header,
                          request.deadline, command.references, command.answers};
    writer.push(std::move(invocation), [this, command = std::move(command)](Outcome& outcome) mutable {
        answered_on_writer(std::move(command), outcome);
    });
}

void Service::State::run_redrive(bus::Request request) {
    const Actor actor = request.header.actor.value_or(Actor{});
    try {
        if (!allowed(roles(), actor, false)) throw Error(Code::permission_denied, "your roles do not allow $redrive");
        const auto row = decode_request<bus::DeadLetterRow>(Any{request.params}).row;
        writer.push(Redrive{row},
                    [this, request](Outcome& outcome) mutable { answered_on_writer({std::move(request)}, outcome); });
    } catch (const Error& error) {
        answer(request, {.error = error});
    }
}

/// On the writer's thread: kept until the whole group is told, so that the loop is woken once.
void Service::State::answered_on_writer(Command command, Outcome& outcome) {
    answers.push_back({std::move(command), std::move(outcome)});
}

void Service::State::committed_on_writer(Committed& committed) {
    if (committed.jobs_started) jobs.nudge();
    if (answers.empty() && committed.events.empty()) return;
    loop.post([this, told = std::move(answers), events = std::move(committed.events)]() mutable {
        for (Answer& one : told) answer_or_ask(one);
        for (const bus::Event& event : events) publisher.publish(event);
        if (events.empty()) return;
        watermark.last = events.back().sequence;
        watermark.id = events.back().id;
    });
    answers.clear();
}

void Service::State::answer_or_ask(Answer& one) {
    if (one.outcome.unknown_source) settle(std::move(one.command), *one.outcome.unknown_source, *one.outcome.error);
    else if (one.outcome.asks) ask_first(std::move(one.command), *one.outcome.asks);
    else answer(one.command.request, one.outcome);
}

void Service::State::settle(Command command, const std::string& source, const Error& unknown) {
    const bus::Request request = command.request;
    const auto left = std::chrono::duration_cast<Millis>(request.deadline - steady_clock::now());
    if (left <= Millis(0)) return answer(request, {.error = unknown});
    command.references = Invocation::References::settled;
    // "party: no such party is known" names the field that all this is about.
    const std::string field = unknown.message().substr(0, unknown.message().find(':'));
    references.settle(
        source, left, [this, command = std::move(command)] { run_command(command); },
        [this, request, field](const Error& error) {
            answer(request, {.error = Error(error.code(), field + ": " + error.message(), error.details())});
        });
}

void Service::State::ask_first(Command command, const Question& question) {
    const auto left = std::chrono::duration_cast<Millis>(command.request.deadline - steady_clock::now());
    fan_out.ask(question, left, [this, command = std::move(command)](FanOut::Told told) mutable {
        if (!told.missing.empty()) return answer(command.request, {.error = silent(told.missing)});
        command.answers = std::move(told.answers);
        run_command(std::move(command));
    });
}

void Service::State::answer(const bus::Request& request, const Outcome& outcome) {
    --in_hand;
    // Names that are no method's come from clients, and must not be able to fill the memory.
    const bool unknown = outcome.error && outcome.error->code() == Code::unimplemented;
    auto& [stats, latency] = endpoints_stats[unknown ? "*" : request.method];
    const auto took = steady_clock::now() - request.received;
    ++stats.num_requests;
    stats.processing_time += took.count();
    latency.record(took);
    remember(request, outcome);
    if (!outcome.error) return server.reply(request, outcome.result);
    ++stats.num_errors;
    stats.last_error = std::string(name_of(outcome.error->code()));
    if (outcome.error->code() == Code::internal)
        spdlog::error("{}: {} ({})", request.method, outcome.error->message(),
                      request.header.traceparent.value_or("-"));
    server.fail(request, *outcome.error);
}

void Service::State::remember(const bus::Request& request, const Outcome& outcome) {
    if (request.caller == 0) return;
    spans->add({.kind = SpanLog::Kind::request,
                .own = bus::trace_parent_from(*request.header.traceparent).value(),
                .parent = request.caller,
                .service = engine.name(),
                .name = request.method,
                .begun = request.received,
                .error = outcome.error ? std::string(name_of(outcome.error->code())) : std::string()});
}

void Service::State::read_queries(Db& reader) {
    for (;;) {
        auto taken = queries.take(1, steady_clock::now() + std::chrono::hours(1));
        if (taken.empty() && queries.closed()) return;
        for (bus::Request& request : taken) {
            Outcome outcome;
            if (request.expired()) outcome.error = Error(Code::deadline_exceeded, "not started within the time given");
            else outcome = engine.query(reader, {request.method, request.params, request.header});
            loop.post([this, request = std::move(request), outcome = std::move(outcome)] { answer(request, outcome); });
        }
    }
}

bool Service::State::introspect(const bus::Request& request) {
    if (request.method == "$info") server.reply(request, encode(info));
    else if (request.method == "$stats") server.reply(request, encode(stats()));
    else if (request.method == "$spans") tell_spans(request);
    else return false;
    return true;
}

void Service::State::tell_spans(const bus::Request& request) {
    try {
        server.reply(request, encode(bus::Spans{spans->of(decode_request<bus::AskSpans>(Any{request.params}).trace)}));
    } catch (const Error& error) {
        server.fail(request, error);
    }
}

ServiceStats Service::State::stats() const {
    ServiceStats all{.name = engine.name(),
                     .id = server.instance(),
                     .version = info.version,
                     .started = started,
                     .last_sequence = watermark.last,
                     .waiting = static_cast<std::int64_t>(writer.waiting()),
                     .losses = consumers.losses(),
                     .store = engine.store_state()};
    for (const auto& [name, endpoint] : endpoints_stats) {
        EndpointStats& told = all.endpoints.emplace_back(endpoint.stats);
        told.name = name;
        told.average_processing_time = told.processing_time / std::max<std::int64_t>(told.num_requests, 1);
        told.latency = endpoint.latency.told();
        told.p50_processing_time = told.latency.p50;
        told.p99_processing_time = told.latency.p99;
    }
    for (const auto& [consumer, cursor] : consumers.cursors())
        all.cursors.push_back({consumer.name(), consumer.source, cursor.sequence, !cursor.epoch.empty(), cursor.epoch});
    return all;
}

/// Takes no more, waits for what is in hand, then ends the loop.
void Service::State::drain() {
    if (std::exchange(stopping, true)) return;
    server.leave();
    const auto until = steady_clock::now() + drain_limit;
    loop.every(Millis(10), [this, until] {
        if (in_hand == 0 || steady_clock::now() >= until) loop.stop();
    });
}

Service::Service(Engine& engine, const bus::Address& bus_endpoint, std::uint32_t credit, std::shared_ptr<SpanLog> spans)
    : state_(std::make_unique<State>(engine, bus_endpoint, credit, std::move(spans))) {}
Service::~Service() = default;

void Service::run() {
    state_->writer.start();
    state_->jobs.start();
    state_->operations.start();
    for (const auto& db : state_->reader_dbs)
        state_->readers.emplace_back([state = state_.get(), &db = *db] { state->read_queries(db); });
    spdlog::info("{} serves on {}", state_->engine.name(), state_->endpoints.requests.url);
    state_->loop.run();
    state_->queries.close();
    for (std::thread& reader : state_->readers) reader.join();
    state_->operations.stop();
    state_->jobs.stop();
    state_->writer.stop();
}

void Service::stop() {
    state_->loop.post([state = state_.get()] { state->drain(); });
}

}  // namespace rapport::kit
