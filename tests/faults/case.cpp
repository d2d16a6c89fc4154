// SPDX-License-Identifier: MIT
#include "tests/faults/case.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <stdexcept>

#include "tests/integration/api.hpp"

namespace rapport::faults {
namespace {

using namespace std::chrono_literals;

/// Cursors that are not where their source is.
std::vector<std::string> behind(Asker& asker, const std::vector<std::string>& services) {
    std::vector<std::string> found;
    for (const auto& service : services) {
        for (const auto& cursor : asker.stats(service).cursors) {
            if (std::find(services.begin(), services.end(), cursor.source) == services.end()) continue;  // not run here
            const auto head = asker.watermark(cursor.source).last;
            if (!cursor.placed || cursor.sequence != head)
                found.push_back(fmt::format("{}'s {} of {} is at {} of {}", service, cursor.consumer, cursor.source,
                                            cursor.sequence, head));
        }
    }
    return found;
}

}  // namespace

bool until(const std::function<bool()>& so, Millis limit) {
    for (const auto end = std::chrono::steady_clock::now() + limit; !so(); std::this_thread::sleep_for(20ms))
        if (std::chrono::steady_clock::now() > end) return false;
    return true;
}

std::int64_t peak_memory(pid_t process) {
    std::ifstream status(fmt::format("/proc/{}/status", process));
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stoll(line.substr(6)) >> 10;
    return 0;
}

Case::Case(std::vector<std::string> services) : deployment_(std::move(services)) {
    spdlog::set_level(spdlog::level::off);  // what the test's own peers would say of the faults
}

void Case::start() {
    if (!deployment_.running()) deployment_.start();
    subscriber_ = std::make_unique<Subscriber>(deployment_.run().bus, "complaints");
    // A new reaction begins at the head of its source: what was opened before that, nobody would be told of.
    Asker asker(deployment_.run().bus);
    if (!until([&] { return behind(asker, services()).empty(); }, 1min))
        throw std::runtime_error("not every consumer has begun: " +
                                 fmt::format("{}", fmt::join(behind(asker, services()), "; ")));
    load_ = load("client");
    if (!load_->everyone_gets_on()) throw std::runtime_error("nothing works, even before anything was done");
}

std::vector<std::string> Case::services() const {
    auto names = elsewhere_;
    for (auto& name : programs())
        if (name != "bus" && name != "gateway") names.push_back(std::move(name));
    return names;
}

std::unique_ptr<Load> Case::load(const std::string& name) const {
    const auto all = services();
    return std::make_unique<Load>(deployment_, name, std::find(all.begin(), all.end(), "registry") != all.end());
}

void Case::recovers(const std::string& what) {
    const auto took = load_->everyone_gets_on();
    if (!took) throw std::runtime_error("not everybody gets on within a minute: " + what);
    longest_ = std::max(longest_, *took);
}

void Case::conclude(const std::string& done, const Acknowledged& before) {
    auto acknowledged = before;
    acknowledged.insert(load_->stop().begin(), load_->stop().end());
    compare(acknowledged);
    expect_everyone_is_up_to_date();
    expect_told_once(acknowledged);
    const auto verified = deployment_.rapport({"events", "verify"});
    EXPECT_EQ(verified.exit, 0) << verified.out << verified.err;
    expect_bounded_memory();
    const auto* const test = ::testing::UnitTest::GetInstance()->current_test_info();
    fmt::print("{} {}.{}: {}; {} acknowledged, lost {}, duplicated {}, recovered in {:.1f} s, bus {} MiB\n",
               HasFailure() ? "FAILED" : "ok    ", test->test_suite_name(), test->name(), done, acknowledged.size(),
               lost_, duplicated_, static_cast<double>(longest_.count()) / 1e3, peak_memory(deployment_.pid_of("bus")));
    std::fflush(stdout);
}

/// Acknowledged is what is stored, once, under the number that was answered, and told once.
void Case::compare(const Acknowledged& acknowledged) {
    auto http = deployment_.http();
    Acknowledged stored;
    std::set<std::string> numbers;
    for (const auto& complaint : integration::all_complaints(http)) {
        const bool first = stored.emplace(complaint.at("subject"), complaint).second;
        if (first && numbers.insert(complaint.at("number")).second) continue;
        ++duplicated_;
        ADD_FAILURE() << "twice: " << complaint;
    }
    for (const auto& [subject, complaint] : acknowledged) {
        const auto found = stored.find(subject);
        if (found != stored.end() && found->second.at("id") == complaint.at("id") &&
            found->second.at("number") == complaint.at("number"))
            continue;
        ++lost_;
        ADD_FAILURE() << "acknowledged, and not there: " << complaint;
    }
    EXPECT_EQ(stored.size(), acknowledged.size()) << "stored, though no client knows of it";
}

void Case::expect_everyone_is_up_to_date() {
    Asker asker(deployment_.run().bus);
    std::vector<std::string> late;
    EXPECT_TRUE(until([&] { return (late = behind(asker, services())).empty(); }, 1min))
        << fmt::format("{}", fmt::join(late, "\n"));
    const auto head = asker.watermark("complaints");
    EXPECT_TRUE(until([&] { return subscriber_->heard().last == head.last; }, 1min))
        << "the subscriber heard " << subscriber_->heard().last << " of " << head.last;
    const auto heard = subscriber_->heard();
    EXPECT_EQ(heard.epoch, head.epoch);
    EXPECT_EQ(heard.misplaced, 0) << "events that did not come in order, without gaps";
    for (const auto& [id, times] : heard.opened) {
        if (times == 1) continue;
        ++duplicated_;
        ADD_FAILURE() << id << " was told " << times << " times";
    }
}

/// Each complainant is told of the receipt, exactly once.
void Case::expect_told_once(const Acknowledged& acknowledged) {
    // Notices that were on their way to a notifier that died are taken up again after 5 s, 20 s, …
    std::map<std::string, int> told;
    until(
        [&] {
            told = integration::notices(deployment_);
            return std::all_of(acknowledged.begin(), acknowledged.end(),
                               [&](const auto& one) { return told.contains(address_of(one.first)); });
        },
        100s);
    for (const auto& [subject, complaint] : acknowledged) {
        const int times = told[address_of(subject)];
        if (times > 1) ++duplicated_;
        EXPECT_EQ(times, 1) << "notices to " << subject;
    }
}

void Case::expect_bounded_memory() const {
    for (const auto& program : programs())
        EXPECT_LT(peak_memory(deployment_.pid_of(program)), memory_limit_) << "MiB of " << program;
}

}  // namespace rapport::faults
