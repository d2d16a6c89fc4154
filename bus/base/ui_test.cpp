// SPDX-License-Identifier: MIT
#include "bus/base/ui.hpp"

#include <gtest/gtest.h>

#include "bus/base/codec.hpp"
#include "bus/base/wire.hpp"

namespace rapport {
namespace {

using namespace std::literals;

enum class Stage { begun, ended };
constexpr auto names_of(Stage) { return std::array{"begun"sv, "ended"sv}; }

using BoatId = Id<struct BoatTag>;
struct Boat {
    BoatId id;
    std::int64_t version = 0;
    std::string number, subject;
    std::optional<std::string> note;
    Stage stage = Stage::begun;
    BoatId party;
    std::optional<Instant> due_at;
    Instant created_at;
    static constexpr auto fields =
        describe(identity(&Boat::id, &Boat::version), Field{"number", &Boat::number, "what people quote"},
                 Field{"subject", &Boat::subject, "one line", editable, searched},
                 Field{"note", &Boat::note, "anything", multiline, editable},
                 Field{"stage", &Boat::stage, "how far it is", filter}, Field{"party", &Boat::party, "whose", filter},
                 Field{"due_at", &Boat::due_at, "by when", sorted},
                 Field{"created_at", &Boat::created_at, "when it was entered"});
};

TEST(Ui, WhatNoMarkSaysIsGuessed) {
    const auto ui = ui_of_record(shape_of<Boat>()).value();
    EXPECT_EQ(ui.title, "{number} {subject}");
    EXPECT_EQ(ui.subtitle, "{party}");
    EXPECT_EQ(ui.state, "stage");
    EXPECT_EQ(ui.day, "due_at");
    EXPECT_EQ(ui.ranks, (std::vector<std::int32_t>{0, 0, 1, 2, 0, 3, 4, 5, 0}));
    EXPECT_EQ(ui.read_only, (std::vector<bool>{true, true, true, false, false, true, true, true, true}));
}

struct Share {
    BoatId id;
    std::int64_t version = 0;
    std::string name, kind;
    double part = 0;
    static constexpr auto fields =
        describe(identity(&Share::id, &Share::version), Field{"name", &Share::name, "whose", listed(2)},
                 Field{"kind", &Share::kind, "which", headline},
                 Field{"part", &Share::part, "how much", listed(1), in_unit("percent"), grouped("money")});
};

TEST(Ui, AMarkWinsOverAGuess) {
    const auto ui = ui_of_record(shape_of<Share>()).value();
    EXPECT_EQ(ui.title, "{kind}");
    EXPECT_EQ(ui.ranks, (std::vector<std::int32_t>{0, 0, 2, 0, 1}));
    const std::string schema = to_json(schema_of(shape_of<Share>()));
    EXPECT_NE(schema.find(R"("x-ui":{"list":1,"group":"money","unit":"percent"})"), schema.npos) << schema;
    EXPECT_NE(schema.find(R"("title":"Share","x-ui":{"title":"{kind}"})"), schema.npos) << schema;
}

struct Plain {
    std::string name;
    static constexpr auto fields = describe(Field{"name", &Plain::name, "its name"});
};

TEST(Ui, WhatIsNoEntityHasNone) {
    EXPECT_FALSE(ui_of_record(shape_of<Plain>()));
    EXPECT_EQ(to_json(request_schema_of(shape_of<Boat>())).find("x-ui"), std::string::npos) << "a form has no columns";
}

TEST(Ui, ATagSaysWhatItsIdRefersTo) {
    EXPECT_EQ(shapes::referred_by("rapport::registry::api::PartyTag"), "registry.Party");
    EXPECT_EQ(shapes::referred_by("rapport::complaints::ComplaintTag"), "complaints.Complaint");
    EXPECT_EQ(shapes::referred_by("rapport::gateway::accounts::TokenTag"), "accounts.Token");
    EXPECT_EQ(shapes::referred_by("rapport::loans::api::Loan"), "loans.Loan");
    EXPECT_EQ(shapes::referred_by("rapport::kit::OrderTag"), "") << "of nobody's own";
}

}  // namespace
}  // namespace rapport
