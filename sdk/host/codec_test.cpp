// SPDX-License-Identifier: MIT
#include "sdk/host/codec.hpp"

#include <random>

#include "sdk/host/checks.hpp"
#include "sdk/host/sample.hpp"

namespace rapport::sdk {
namespace {

using namespace std::chrono_literals;

const std::vector<RuleDescription::Input> inputs = {{"n", InputType::number, ""},  {"b", InputType::boolean, ""},
                                                    {"t", InputType::time, ""},    {"x", InputType::text, ""},
                                                    {"l", InputType::numbers, ""}, {"none", InputType::text, ""}};

Batch batch() {
    Batch out(Instant(5ms));
    out.add_row({{"n", 1.5}, {"b", true}, {"t", Instant(7ms)}, {"x", "one"}, {"l", std::vector<double>{1, 2}}});
    out.add_row({{"n", 2.5}});
    out.add_row({{"n", 3.5}, {"b", false}, {"t", Instant(9ms)}, {"x", "three"}, {"l", std::vector<double>{3}}});
    return out;
}

std::vector<std::byte> bytes_of(const Writer& writer) { return {writer.bytes().begin(), writer.bytes().end()}; }

TEST(Codec, APartOfABatchArrivesAsItLay) {
    Writer body;
    write(body, inputs, batch(), 1, 2);
    const BatchView view(inputs, Reader(body.bytes()));
    const auto& got = view.get();
    ASSERT_EQ(got.rows, 2u);
    ASSERT_EQ(got.column_count, inputs.size());
    EXPECT_EQ(got.now, 5);
    EXPECT_EQ(got.columns[0]->valid, nullptr);
    EXPECT_EQ(static_cast<const double*>(got.columns[0]->values)[1], 3.5);
    EXPECT_EQ(got.columns[2]->valid[0], 0);
    EXPECT_EQ(static_cast<const std::int64_t*>(got.columns[2]->values)[1], 9);
    const auto& text = *got.columns[3];
    EXPECT_EQ(text.offsets[0], 0u);
    EXPECT_EQ(text.offsets[1], 0u);
    EXPECT_EQ(std::string(static_cast<const char*>(text.values), text.offsets[2]), "three");
    EXPECT_EQ(static_cast<const double*>(got.columns[4]->values)[0], 3);
    EXPECT_EQ(got.columns[5]->valid[1], 0);
    EXPECT_EQ(got.columns[5]->offsets[2], 0u);
}

TEST(Codec, SheetsSettingsAndMessagesComeBackAsTheyWere) {
    PluginSheet sheet{
        .abi_major = 1, .abi_minor = 2, .kind = 1, .id = "i", .version = "v", .title = "t", .settings_schema = "{}"};
    sheet.inputs = {{"a", InputType::numbers, "doc"}};
    sheet.factors = {{"f", "doc"}};
    Writer first;
    write(first, sheet);
    EXPECT_EQ(read_sheet(Reader(first.bytes())).inputs[0].doc, "doc");

    const std::vector<Message> messages = {{.key = "k",
                                            .to = "t",
                                            .subject = "s",
                                            .text = "x",
                                            .html = "h",
                                            .language = "de",
                                            .attachments = {{"n", "m", "c"}}}};
    Writer second;
    write(second, std::span(messages));
    const auto back = read_messages(Reader(second.bytes()));
    ASSERT_EQ(back.size(), 1u);
    EXPECT_EQ(back[0].language, "de");
    EXPECT_EQ(back[0].attachments[0].content, "c");
}

/// Reads `bytes` as each kind of body; all that may happen is a WireError.
void read_as_everything(std::span<const std::byte> bytes, const std::shared_ptr<const RuleDescription>& rule) {
    const std::function<void()> reads[] = {
        [&] { BatchView view(inputs, Reader(bytes)); },
        [&] { read_scores(Reader(bytes), rule, 3); },
        [&] { read_sheet(Reader(bytes)); },
        [&] { read_settings(Reader(bytes)); },
        [&] { read_error(Reader(bytes)); },
        [&] { read_messages(Reader(bytes)); },
        [&] { read_receipts(Reader(bytes), 3); },
    };
    for (const auto& read : reads) {
        try {
            read();
        } catch (const WireError&) {
            continue;  // what is to be expected of noise
        }
    }
}

TEST(Codec, NoiseIsRefusedWhateverItIsReadAs) {
    const auto rule = std::make_shared<RuleDescription>(RuleDescription{.factors = {{"f", ""}, {"g", ""}}});
    Writer score, sheet, scores;
    write(score, inputs, batch(), 0, 3);
    write(sheet, PluginSheet{.id = "i", .inputs = inputs});
    ScoresWriter answer(3, 2);
    const rapport_text reason{"why", 3};
    answer.scores().reasons[1] = reason;
    const auto answered = answer.finish();
    std::mt19937 random(42);
    for (const auto& sound :
         {bytes_of(score), bytes_of(sheet), std::vector<std::byte>(answered.begin(), answered.end())}) {
        for (int round = 0; round < 3000; ++round) {
            auto noise = sound;
            for (int changes = 1 + static_cast<int>(random() % 4); changes > 0; --changes)
                noise[random() % noise.size()] = std::byte(random() % 256);
            if (random() % 4 == 0) noise.resize(random() % noise.size());
            read_as_everything(noise, rule);
        }
    }
}

TEST(Codec, ReasonsFindTheirRows) {
    const auto rule = std::make_shared<RuleDescription>();
    ScoresWriter answer(3, 0);
    answer.scores().values[2] = 7;
    answer.scores().reasons[1] = {"why", 3};
    const auto scores = read_scores(Reader(answer.finish()), rule, 3);
    EXPECT_EQ(scores.values[2], 7);
    EXPECT_EQ(scores.confidences[0], 1);
    EXPECT_EQ(scores[1].reason, "why");
    EXPECT_EQ(scores[2].reason, "");
}

TEST(Batch, RefusesColumnsOfDifferentLength) {
    Batch uneven(Instant{});
    uneven.column("a", InputType::number).add(1.0);
    uneven.column("b", InputType::number);
    EXPECT_THROW(uneven.rows(), PluginError);
}

TEST(Batch, RefusesANameWithTwoTypesOrTwiceInARow) {
    Batch twice(Instant{});
    twice.add_row({{"a", 1.0}});
    EXPECT_THROW(twice.add_row({{"a", true}}), PluginError);
    EXPECT_THROW(twice.add_row({{"c", 1.0}, {"c", 2.0}}), PluginError);
}

TEST(Utf8, IsWhatRfc3629Says) {
    for (const auto* sound : {"", "plain", "Grüße", "\xE2\x82\xAC", "\xF0\x9F\x99\x82", "\xEF\xBF\xBD"})
        EXPECT_TRUE(is_utf8(sound)) << sound;
    for (const auto* unsound :
         {"\xff", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80"})
        EXPECT_FALSE(is_utf8(unsound)) << unsound;
}

}  // namespace
}  // namespace rapport::sdk
