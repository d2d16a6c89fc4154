// SPDX-License-Identifier: MIT
#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

using CategoryDeskTest = DeskTest;
RAPPORT_ON_EACH_STORE(CategoryDeskTest);

TEST_P(CategoryDeskTest, AWordsPathIsItsPlaceInTheTree) {
    const auto network = bed.call(api::create_category, {{.name = "Network"}});
    const auto vpn = bed.call(api::create_category, {{.name = "VPN", .parent = network.id}});
    EXPECT_EQ(vpn.path, "Network > VPN");
    bed.call(api::create_category, {{.name = "Mail"}});
    const auto all = bed.call(api::list_categories, {.sort = "path"}).items;
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].path, "Mail");
    EXPECT_EQ(all[2].path, "Network > VPN");
    EXPECT_EQ(bed.call(api::list_categories, kit::ListOf<Category>{}.where(&Category::parent, network.id)).total, 1);
    EXPECT_EQ(refusal([&] { bed.call(api::create_category, {{.name = "VPN", .parent = network.id}}); }).code(),
              Code::already_exists);
    EXPECT_EQ(refusal([&] {
                  bed.call(api::create_category, {{.scheme = Scheme::root_cause, .name = "x", .parent = network.id}});
              }).code(),
              Code::invalid_argument);
    EXPECT_EQ(refusal([&] { bed.call(api::create_category, {{.name = "a > b"}}); }).code(), Code::invalid_argument);
}

TEST_P(CategoryDeskTest, WhoAddsAWordThatIsThereIsToldWhichItIs) {
    const auto network = bed.call(api::create_category, {{.name = "Network"}});
    const auto vpn = bed.call(api::create_category, {{.name = "VPN", .parent = network.id}});
    const auto again = [&] {
        return refusal([&] { bed.call(api::create_category, {{.name = "vpn", .parent = network.id}}); }).message();
    };
    const std::string says =
        "name: the tree has that word at that place already: Network > VPN (" + to_text(vpn.id) + ")";
    EXPECT_EQ(again(), says);
    bed.call(api::update_category, kit::Edit<Category>::of(vpn.id).set(&Category::retired, true));
    EXPECT_EQ(again(), says + ", which is retired: use it again instead");
    bed.call(api::create_category, {{.name = "Network", .parent = network.id}});
    bed.call(api::create_category, {{.scheme = Scheme::root_cause, .name = "Network"}});
}

TEST_P(CategoryDeskTest, WhatAPersonSaysIsAWordOfTheTreeOnceThereIsOne) {
    Complaint complaint = open("x");
    complaint = bed.call(api::update, kit::Edit<Complaint>::of(complaint.id).set(&Complaint::category, "anything"));
    const auto network = bed.call(api::create_category, {{.name = "Network"}});
    bed.call(api::create_category, {{.name = "VPN", .parent = network.id}});
    bed.call(api::acknowledge, {complaint.id});
    const auto assess = [&](const char* category, std::optional<std::string> subcategory) {
        return bed.call(api::assess, {.id = complaint.id,
                                      .severity = Severity::low,
                                      .category = category,
                                      .subcategory = std::move(subcategory)});
    };
    EXPECT_EQ(refusal([&] { assess("Netwrok", {}); }).message().substr(0, 9), "category:");
    EXPECT_EQ(refusal([&] { assess("Network", "WLAN"); }).code(), Code::invalid_argument);
    EXPECT_EQ(assess("Network", "VPN").subcategory, "VPN");
    bed.call(api::update_category, kit::Edit<Category>::of(network.id).set(&Category::retired, true));
    auto update = kit::Edit<Complaint>::of(complaint.id).set(&Complaint::category, "Network");
    update.set(&Complaint::subcategory, std::nullopt);
    EXPECT_EQ(refusal([&] { bed.call(api::update, update); }).code(), Code::invalid_argument) << "it is retired";
    EXPECT_EQ(bed.call(api::open, {{.complainant = Complainant{.name = "Ann"}, .subject = "x", .category = "my bill"}})
                  .category,
              "my bill")
        << "what comes is in the complainant's words";
}

TEST_P(CategoryDeskTest, AWordIsTheSameHoweverItIsWritten) {
    const auto road = bed.call(api::create_category, {{.name = "Straße"}});
    bed.call(api::create_category, {{.name = "Größe", .parent = road.id}});
    const auto below = bed.call(api::create_category, {{.name = "Maß", .parent = road.id}});
    bed.call(api::create_category, {{.name = "Breite", .parent = below.id}});
    for (const char* same : {"Straße", "STRASSE", "strasse"})
        EXPECT_EQ(refusal([&] { bed.call(api::create_category, {{.name = same}}); }).code(), Code::already_exists)
            << same;
    Complaint complaint = open("x");
    const auto set = [&](const char* category, std::optional<std::string> subcategory) {
        complaint = bed.call(api::update, kit::Edit<Complaint>::of(complaint.id)
                                              .set(&Complaint::category, category)
                                              .set(&Complaint::subcategory, std::move(subcategory)));
        return complaint.category.value() + "|" + complaint.subcategory.value_or("-");
    };
    EXPECT_EQ(set("STRASSE", {}), "Straße|-") << "it is kept as the tree has it";
    EXPECT_EQ(set("strasse", "GRO\u0308SSE"), "Straße|Größe");
    EXPECT_EQ(set("strasse > mass", "breite"), "Straße > Maß|Breite");
    EXPECT_EQ(set("strasse", "mass > breite"), "Straße|Maß > Breite");
    EXPECT_EQ(set("STRASSE > MASS", {}), "Straße > Maß|-");
}

TEST_P(CategoryDeskTest, RootCausesAreATreeOfTheirOwn) {
    const Complaint complaint = open("x");
    const auto cause = [&](const char* path) {
        return bed.call(api::update, kit::Edit<Complaint>::of(complaint.id).set(&Complaint::root_cause, path));
    };
    EXPECT_EQ(cause("it was the cable").root_cause, "it was the cable");
    bed.call(api::create_category, {{.scheme = Scheme::root_cause, .name = "Wear"}});
    EXPECT_EQ(refusal([&] { cause("it was the cable"); }).code(), Code::invalid_argument);
    EXPECT_EQ(cause("Wear").root_cause, "Wear");
}

TEST_P(CategoryDeskTest, EachChangeIsTold) {
    const auto network = bed.call(api::create_category, {{.name = "Network"}});
    bed.call(api::update_category, kit::Edit<Category>::of(network.id).set(&Category::retired, true));
    EXPECT_EQ(told(), (std::vector<std::string>{"category_added", "category_changed"}));
    EXPECT_TRUE(bed.emitted(api::category_changed).back().entity.retired);
}

}  // namespace
}  // namespace rapport::complaints
