// SPDX-License-Identifier: MIT
// Requests and events that nobody can make sense of.
#include <fmt/format.h>

#include <array>

#include "bus/base/wire.hpp"
#include "bus/testing/test_bus.hpp"
#include "services/registry/api.hpp"
#include "tests/faults/case.hpp"
#include "tests/faults/source.hpp"

namespace rapport::faults {
namespace {

using namespace std::chrono_literals;
namespace registry = registry::api;
using Frames = std::vector<std::string>;

/// Bodies of requests: each must be answered with an error, by whoever gets it.
const std::vector<Frames>& poisons() {
    static const std::vector<Frames> all{
        {""},
        {"\xc1"},
        {std::string("\xdd\xff\xff\xff\xff", 5)},  // an array that says it has 2^32 - 1 elements
        {std::string("\xc6\xff\xff\xff\xff", 5)},  // as many bytes
        {std::string(100'000, '\x91')},            // 100,000 deep
        {from_json(R"([0, 1, "no such method", []])")},
        {from_json(R"([0, 1, "open", []])")},
        {from_json(R"([0, 1, "open", [7]])")},
        {from_json(R"([0, 1, "open", [{}, {}]])")},
        {from_json(R"([0, "one", "open", [{}]])")},
        {from_json(R"([0, 1, "$events", [{"after": -1}]])")},
        {from_json(R"([0, 1, "$events", [{"after": 0, "limit": 1e300}]])")},
        {from_json(R"([0, 1, "$redrive", [{"row": 4711}]])")},
        {from_json(R"([0, 1, "open", [{}]])"), "\xc1"},  // a header that is none
        {from_json(R"([0, 1, "open", [{}]])"), from_json(R"({"ttl_ms": -1, "idem": 5, "actor": "me"})")},
        {from_json(R"([0, 1, "open", [{}]])"), "", "", "", "", "", ""},
    };
    return all;
}

class Poison : public Case {
protected:
    using Case::Case;
    std::map<std::string, pid_t> processes() const {
        std::map<std::string, pid_t> all;
        for (const auto& process : deployment_.run().processes)
            all[process.name] = static_cast<pid_t>(process.pid.value_or(0));
        return all;
    }
};

TEST_F(Poison, RequestsAreRefusedAndNobodyDies) {
    start();
    const auto before = processes();
    std::size_t answered = 0;
    for (const auto& [service, process] : before) {
        if (service == "gateway") continue;
        for (const auto& poison : poisons()) {
            bus::testing::PlainPeer peer(deployment_.run().bus);
            Frames request{"MDPC02", "\x01", service};
            request.insert(request.end(), poison.begin(), poison.end());
            peer.send(request);
            const auto answer = peer.receive();
            ASSERT_EQ(answer.size(), 4U) << service << " leaves poison " << answered << " unanswered";
            EXPECT_EQ(answer[1], "\x03");
            EXPECT_NE(to_json(answer[3]).find("\"code\":"), std::string::npos) << to_json(answer[3]);
            ++answered;
        }
        bus::testing::PlainPeer peer(deployment_.run().bus);
        peer.send(Frames(1'000, "MDPC02"));
        peer.send({"MDPC02", "\x01", service, std::string(5 << 20, 'x')});
    }
    recovers("requests were sent that nobody can read");
    EXPECT_EQ(processes(), before) << "somebody was started again";
    conclude(
        fmt::format("{} requests that nobody can read, each refused; messages of 1,000 frames and of 5 MiB", answered));
}

/// Without the registry, whose place the test takes.
class PoisonEvent : public Poison {
protected:
    PoisonEvent() : Poison({"complaints", "notifier"}) {}

    static std::string party(const registry::PartyId& id, std::int64_t version) {
        return encode(kit::Changed<registry::Party>{
            .entity = {.id = id, .version = version, .name = "Acme", .created_at = SystemClock().now()},
            .changes = {}});
    }
    nlohmann::json call(const std::string& service, const std::string& method, const std::string& params = "{}") const {
        const auto ran = deployment_.rapport({"call", service, method, params});
        return ran.exit == 0 ? nlohmann::json::parse(ran.out, nullptr, false) : nlohmann::json{{"error", ran.err}};
    }
};

TEST_F(PoisonEvent, IsParkedBlocksItsSubjectAloneAndIsDrivenAgain) {
    start();
    const registry::PartyId poisoned(new_uuid(SystemClock().now())), sound(new_uuid(SystemClock().now()));
    Source source(deployment_.run().bus, "registry");
    source.add("party_created", to_text(poisoned), from_json(R"({"party": {"name": 7}})"));
    source.add("party_changed", to_text(poisoned), party(poisoned, 2));
    source.add("party_created", to_text(sound), party(sound, 1));
    for (const std::string service : {"complaints", "notifier"}) {
        nlohmann::json letters;
        ASSERT_TRUE(until([&] { return (letters = call(service, "$dead_letters").at("letters")).size() == 2; }, 30s))
            << service << ": " << letters;
        for (const auto& letter : letters)
            EXPECT_EQ(letter.at("subject"), to_text(poisoned)) << "others are not blocked";
        EXPECT_NE(letters[0].at("error").get<std::string>().find("party."), std::string::npos) << letters[0];
        const auto row = [&](int at) { return fmt::format(R"({{"row": {}}})", letters[at].at("row").get<int>()); };
        EXPECT_TRUE(call(service, "$redrive", row(0)).contains("error")) << "it is as wrong as before";
        call(service, "$drop", row(0));
        call(service, "$redrive", row(1));
        EXPECT_EQ(call(service, "$dead_letters").at("letters").size(), 0U);
    }
    Asker asker(deployment_.run().bus);
    for (const auto& service : {"complaints", "notifier"})
        for (const auto& cursor : asker.stats(service).cursors)
            EXPECT_EQ(cursor.source == "registry" ? cursor.sequence : 3, 3) << service;
    recovers("an event came that nobody can read");
    conclude(
        "an event that nobody can read, parked by two services; what follows it driven again, other subjects unharmed");
}

}  // namespace
}  // namespace rapport::faults
