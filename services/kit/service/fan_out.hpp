// SPDX-License-Identifier: MIT
#pragma once
#include <memory>

#include "bus/client/client.hpp"
#include "services/kit/service/writer.hpp"

namespace rapport::kit {

/// Asks all other services that answer a question, such as `$holds`. Who was seen to answer it once is expected to from
/// then on, as the store remembers: a service that is deployed and down is not taken for absent. Belongs to the loop's
/// thread.
class FanOut {
public:
    /// What was answered, and by whom not.
    struct Told {
        Answers answers;
        std::vector<std::string> missing;  ///< who should have answered and did not
    };

    /// Looks who answers what commands here ask, now and every 10 s.
    FanOut(bus::Loop& loop, bus::Client& client, Engine& engine, Writer& writer);
    /// Calls `done` once all have answered, after 1 s or `within` at the latest.
    void ask(const Question& question, Millis within, std::function<void(Told)> done);

private:
    struct Round;
    using RoundPtr = std::shared_ptr<Round>;

    void look(const RoundPtr& round);
    void ask_info(const RoundPtr& round, const std::string& service);
    void take_info(const RoundPtr& round, const std::string& service, const std::string& info);
    void put(const RoundPtr& round, const std::string& service);
    void remember(const std::string& question, const std::string& service, bool answers);
    bool note(const std::string& question, const std::string& service, bool answers);
    static void finish(const RoundPtr& round);

    bus::Loop& loop_;
    bus::Client& client_;
    Engine& engine_;
    Writer& writer_;
    std::map<std::string, std::set<std::string>> answerers_;  ///< by question
};

}  // namespace rapport::kit
