// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <map>
#include <thread>

#include "bus/loop.hpp"
#include "bus/server/server.hpp"
#include "services/kit/engine/engine.hpp"
#include "services/kit/queue.hpp"

namespace rapport::kit {

/// Runs operations, which may take their time, on threads of their own: a few at once, and each with the same
/// parameters only once at a time. Who asks for one that is under way gets its outcome. Belongs to the loop's thread.
class Operations {
public:
    /// `answer` is called on the loop's thread, once for each request.
    using Answer = std::function<void(const bus::Request&, const Outcome&)>;

    Operations(Engine& engine, bus::Loop& loop, Answer answer);
    ~Operations();
    void start();
    /// Waits for what is under way.
    void stop();

    /// Answers resource_exhausted where too many others wait already.
    void take(bus::Request request);

private:
    using Key = std::pair<std::string, std::string>;  ///< method and parameters

    void work(Db& reader);
    void conclude(const Key& key, const Outcome& outcome);

    Engine& engine_;
    bus::Loop& loop_;
    const Answer answer_;
    std::map<Key, std::vector<bus::Request>> asked_;  ///< who asked for what waits or is under way
    Queue<Invocation> waiting_;
    std::vector<std::unique_ptr<Db>> readers_;
    std::vector<std::thread> threads_;
};

}  // namespace rapport::kit
