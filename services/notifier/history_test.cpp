// SPDX-License-Identifier: MIT
// Of the notifier on a bus: what it begins to hear it hears from then on.
#include "bus/client/client.hpp"
#include "bus/testing/test_bus.hpp"
#include "services/kit/testing/running.hpp"
#include "services/notifier/testing.hpp"

namespace rapport::notifier {
namespace {

using namespace std::literals;
using testing_kit::Running;
using testing_kit::until;

struct Say {
    std::string token;
    static constexpr auto fields = describe(Field{"token", &Say::token, "the token that was made"});
};
constexpr kit::Command<Say, kit::Nothing> say{"say", kit::bus_only, kit::roles(kit::Role::service)};

/// Stands for accounts: tells of a user and tokens of theirs.
class Accounts {
public:
    kit::Definition definition() {
        return {"accounts",
                "tells of tokens",
                {kit::on(say, this, &Accounts::tell), kit::tells(accounts::token_created)},
                {}};
    }

private:
    kit::Nothing tell(kit::Unit& unit, const Say& request) {
        gateway::accounts::User user{.id = owner_, .version = 1, .name = "kim", .email = "kim@us.example"};
        unit.emit(accounts::user_created, user.id, {.user = user});
        unit.emit(accounts::token_created, user.id, {.token = {.owner = user.id, .name = request.token}});
        return {};
    }
    const gateway::accounts::UserId owner_{new_uuid(SystemClock().now())};
};

/// A service of which nobody knew when the notifier was written.
class Surveys {
public:
    static constexpr kit::Event<Say> scored{"surveys.scored", "somebody scored"};
    kit::Definition definition() {
        return {"surveys", "asks", {kit::on(say, this, &Surveys::tell), kit::tells(scored)}, {}};
    }

private:
    kit::Nothing tell(kit::Unit& unit, const Say& request) {
        unit.emit(scored, new_uuid(unit.now()), request);
        return {};
    }
};

/// The notifier as it was before it heard accounts.
kit::Definition before_it_heard_accounts(kit::Definition definition) {
    std::erase_if(definition.routes, [](const kit::Route& route) {
        const auto* event = std::get_if<kit::EventRoute>(&route);
        const auto* once = std::get_if<kit::OnceRoute>(&route);
        return (event && event->as == kit::EventRoute::As::reaction) ||
               (once && once->name.starts_with("rules that ship"));
    });
    definition.schema = definition.schema.first(1);
    for (kit::Route& route : definition.routes)  // the indexes of its lists' filters came later
        if (auto* query = std::get_if<kit::QueryRoute>(&route)) query->check = {};
    return definition;
}

class HistoryTest : public testing::TestWithParam<std::string> {
protected:
    void tell(const std::string& token, const std::string& service = "accounts") {
        client_.ask(service, "say", encode(Say{token}),
                    {.timeout = 20s, .actor = Actor{.id = "service:gateway", .roles = {"service"}}, .retry = true});
    }
    /// The names of tokens that somebody is told of.
    std::vector<std::string> told() {
        const auto answer = client_.ask(
            "notifier", "list_notices", encode(kit::ListOf<Notice>{}),
            {.timeout = 20s, .actor = Actor{.id = "user:m", .roles = {"manager"}}, .query = true, .retry = true});
        std::vector<std::string> titles;
        for (const Notice& notice : decode<kit::Page<Notice>>(answer).items)
            titles.push_back(notice.title.value_or(""));
        return titles;
    }

    /// As soon as the notifier has heard what it is for.
    void add_rule(const std::string& event) {
        const kit::New<Rule> rule{{.name = "echo",
                                   .event = event,
                                   .recipients = {Recipient::channel},
                                   .templates = {{"en", "{{token}}", "{{type}}"}}}};
        const auto end = std::chrono::steady_clock::now() + 20s;
        for (bool added = false; !added;) try {
                client_.ask("notifier", "add_rule", encode(rule),
                            {.timeout = 20s, .actor = Actor{.id = "user:m", .roles = {"manager"}}});
                added = true;
            } catch (const Error& error) {
                ASSERT_LT(std::chrono::steady_clock::now(), end) << error.what();
                ASSERT_THAT(error.what(), testing::HasSubstr("no service")) << "and nothing else is wrong with it";
                std::this_thread::sleep_for(20ms);
            }
    }

    Folder folder;
    Settings settings;
    Channels channels{settings, folder.path};
    Accounts accounts_;
    testing_kit::TestStore accounts_store_{GetParam()}, store_{GetParam()};
    bus::testing::TestBus bus_;
    bus::Loop loop_;
    bus::Client client_{loop_, bus_.url()};
};
INSTANTIATE_TEST_SUITE_P(Stores, HistoryTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(HistoryTest, AStoreThatBeginsToHearAccountsMailsNothingThatTheyToldBefore) {
    const Running source(accounts_.definition(), accounts_store_.dsn(), bus_.url());
    {
        Desk desk(channels, settings);
        const Running old(before_it_heard_accounts(desk.definition()), store_.dsn(), bus_.url());
        for (int i = 0; i < 5; ++i) tell("old");
        EXPECT_THAT(told(), testing::IsEmpty());
    }
    for (int i = 0; i < 5; ++i) tell("old");
    Desk desk(channels, settings);
    const Running notifier(desk.definition(), store_.dsn(), bus_.url());
    const auto end = std::chrono::steady_clock::now() + 20s;
    // What is told while it has not yet said where it begins is history too; once it tells, it has passed over the
    // rest.
    while (told().empty() && std::chrono::steady_clock::now() < end) tell("new");
    EXPECT_THAT(told(), testing::Contains(testing::HasSubstr("new")));
    EXPECT_THAT(told(), testing::Each(testing::HasSubstr("new")));
}

TEST_P(HistoryTest, AServiceThatIsMadeAfterTheNotifierWasStartedIsHeardThroughARuleMadeMeanwhile) {
    Surveys surveys;
    Desk desk(channels, settings);
    const Running notifier(desk.definition(), store_.dsn(), bus_.url());
    EXPECT_THAT(told(), testing::IsEmpty());
    const Running source(surveys.definition(), accounts_store_.dsn(), bus_.url());
    add_rule("surveys.scored");
    for (int i = 0; i < 3; ++i) tell("new " + std::to_string(i), "surveys");
    EXPECT_TRUE(until([this] { return told().size() >= 3; }));
    EXPECT_THAT(told(), testing::UnorderedElementsAre("new 0", "new 1", "new 2"));
}

TEST_P(HistoryTest, AServiceWhoseStoreIsFullOfEventsIsNotMailedOf) {
    Surveys surveys;
    {
        const Running source(surveys.definition(), accounts_store_.dsn(), bus_.url());
        for (int i = 0; i < 20; ++i) tell("old", "surveys");
    }
    Desk desk(channels, settings);
    const Running notifier(desk.definition(), store_.dsn(), bus_.url());
    EXPECT_THAT(told(), testing::IsEmpty());
    const Running source(surveys.definition(), accounts_store_.dsn(), bus_.url());
    add_rule("surveys.scored");
    tell("new", "surveys");
    EXPECT_TRUE(until([this] { return !told().empty(); }));
    EXPECT_THAT(told(), testing::ElementsAre("new"));
}

}  // namespace
}  // namespace rapport::notifier
