// SPDX-License-Identifier: MIT
#pragma once
#include <gtest/gtest.h>

#include "tests/faults/bus.hpp"
#include "tests/faults/load.hpp"

namespace rapport::faults {

/// A fault: a deployment under load to which something is done, and what must hold of it afterwards. Prints one line.
class Case : public ::testing::Test {
protected:
    explicit Case(std::vector<std::string> services = {});

    /// Starts the deployment, if that was not done, somebody who hears of complaints, and clients; returns when every
    /// client was acknowledged something. Throws, as recovers() does, if that does not come.
    void start();
    /// The fault is over: waits until every client gets on; throws after a minute, and says `what` was done.
    void recovers(const std::string& what);
    /// Ends the load, compares what clients and the subscriber were told with what is stored, waits until whoever
    /// follows somebody is where that one is, and prints the line. `done`: in a few words; `before`: acknowledged to
    /// clients that had ended before.
    void conclude(const std::string& done, const Acknowledged& before = {});
    /// The programs of the deployment, the bus first.
    std::vector<std::string> programs() const { return deployment_.programs(); }
    /// A load on what there is, as start() makes one.
    std::unique_ptr<Load> load(const std::string& name) const;

    Deployment deployment_;
    std::vector<std::string> elsewhere_;  ///< services that the test itself runs
    std::unique_ptr<Subscriber> subscriber_;
    std::unique_ptr<Load> load_;
    Millis longest_{};                 ///< that clients needed to get on
    std::int64_t memory_limit_ = 256;  ///< MiB: no process of a deployment this small needs as much, whatever happens

private:
    std::vector<std::string> services() const;
    void compare(const Acknowledged& acknowledged);
    void expect_everyone_is_up_to_date();
    void expect_told_once(const Acknowledged& acknowledged);
    void expect_bounded_memory() const;

    std::size_t lost_ = 0, duplicated_ = 0;
};

/// Peak of a process's memory, in MiB.
std::int64_t peak_memory(pid_t process);
/// Waits until it is so; false if that takes longer than the limit.
bool until(const std::function<bool()>& so, Millis limit);

}  // namespace rapport::faults
