// SPDX-License-Identifier: MIT
#include "services/kit/service/jobs.hpp"

#include <spdlog/spdlog.h>

#include <future>

namespace rapport::kit {

using std::chrono::steady_clock;

JobThreads::JobThreads(Engine& engine, Writer& writer, SpanLog& spans)
    : engine_(engine), writer_(writer), spans_(spans) {
    for (const JobRoute& route : engine.job_routes())
        lanes_.push_back(std::make_unique<Lane>(route, engine.open_reader()));
}

JobThreads::~JobThreads() { stop(); }

void JobThreads::start() {
    for (auto& lane : lanes_) lane->thread = std::thread([this, &lane = *lane] { run(lane); });
}

void JobThreads::stop() {
    for (auto& lane : lanes_) lane->wake.close();
    for (auto& lane : lanes_)
        if (lane->thread.joinable()) lane->thread.join();
}

void JobThreads::nudge() {
    for (auto& lane : lanes_) lane->wake.notify();
}

void JobThreads::run(Lane& lane) {
    while (!lane.wake.closed()) {
        try {
            // A second at most: jobs that are to be tried again become due by themselves.
            if (!run_batch(lane)) lane.wake.wait(steady_clock::now() + std::chrono::seconds(1));
        } catch (const StoreError&) {  // the engine says so
            lane.wake.wait(steady_clock::now() + std::chrono::seconds(1));
        } catch (const std::exception& error) {
            spdlog::error("job {}: {}", lane.route.kind, error.what());
            lane.wake.wait(steady_clock::now() + std::chrono::seconds(1));
        }
    }
}

/// False when there was nothing to do.
bool JobThreads::run_batch(Lane& lane) {
    std::vector<QueuedJob> jobs = engine_.waiting_jobs(*lane.reader, lane.route.kind, lane.route.batch);
    if (jobs.empty()) return false;
    std::vector<std::string> payloads;
    for (const QueuedJob& job : jobs) payloads.push_back(job.payload);
    std::vector<JobOutcome> outcomes;
    const auto begun = steady_clock::now();
    try {
        View view(*lane.reader, engine_.clock().now(), self(engine_.name()));
        outcomes = lane.route.run(view, payloads);
    } catch (const std::exception& error) {
        outcomes.assign(jobs.size(), {.result = {}, .error = error.what(), .again = true});
    }
    if (outcomes.size() != jobs.size()) throw std::logic_error("a job's run must answer for each payload");

    for (std::size_t i = 0; i < jobs.size(); ++i) {
        jobs[i].outcome = std::move(outcomes[i]);
        remember(jobs[i], begun);
        if (jobs[i].outcome.error) spdlog::warn("job {}: {}", lane.route.kind, *jobs[i].outcome.error);
    }
    // What ran must not run again only because the store has no room for its result just now.
    for (jobs = hand_over(std::move(jobs)); !jobs.empty() && !lane.wake.closed(); jobs = hand_over(std::move(jobs)))
        lane.wake.wait(steady_clock::now() + std::chrono::seconds(1));
    return true;
}

/// What comes of the result is caused by this run.
void JobThreads::remember(QueuedJob& job, steady_clock::time_point begun) {
    const auto cause = bus::trace_parent_from(job.trace.value_or(""));
    if (!cause) return;
    const auto own = cause->child();
    job.trace = to_text(own);
    const JobOutcome& outcome = job.outcome;
    spans_.add({.kind = SpanLog::Kind::job,
                .own = own,
                .parent = cause->step,
                .service = engine_.name(),
                .name = outcome.by.empty() ? job.kind : job.kind + " by " + outcome.by,
                .begun = begun,
                .error = outcome.error ? "failed" : ""});
}

/// Waits until the results are settled, since the next look at the store must not find these jobs again. Returns those
/// that the store could not take.
std::vector<QueuedJob> JobThreads::hand_over(std::vector<QueuedJob> jobs) {
    std::vector<char> refused(jobs.size());
    std::promise<void> settled;
    for (std::size_t i = 0; i < jobs.size(); ++i)
        writer_.push(jobs[i], [&refused, &settled, i](const Outcome& outcome) {
            if (outcome.error && !outcome.retry) spdlog::error("a job's result: {}", outcome.error->message());
            refused[i] = outcome.retry;
            if (i + 1 == refused.size()) settled.set_value();  // the writer answers in order
        });
    settled.get_future().wait();
    std::vector<QueuedJob> again;
    for (std::size_t i = 0; i < jobs.size(); ++i)
        if (refused[i]) again.push_back(std::move(jobs[i]));
    return again;
}

}  // namespace rapport::kit
