// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <set>
#include <thread>

#include "services/kit/service/span_log.hpp"
#include "services/kit/service/writer.hpp"

namespace rapport::kit {

/// One thread for each kind of job: takes waiting ones from the store in batches, runs them outside of any transaction,
/// and gives the results to the writer. A job is in the store until its result is committed, so one that was cut off is
/// run again.
class JobThreads {
public:
    /// `spans` gets a step for each run of a job that belongs to a trace.
    JobThreads(Engine& engine, Writer& writer, SpanLog& spans);
    ~JobThreads();
    void start();
    void stop();
    /// There may be new jobs. Thread-safe.
    void nudge();

private:
    struct Lane {
        Lane(const JobRoute& route_, std::unique_ptr<Db> reader_) : route(route_), reader(std::move(reader_)) {}
        const JobRoute& route;
        std::unique_ptr<Db> reader;
        Wake wake;
        std::thread thread;
    };
    void run(Lane& lane);
    bool run_batch(Lane& lane);
    std::vector<QueuedJob> hand_over(std::vector<QueuedJob> jobs);
    void remember(QueuedJob& job, std::chrono::steady_clock::time_point begun);

    Engine& engine_;
    Writer& writer_;
    SpanLog& spans_;
    std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace rapport::kit
