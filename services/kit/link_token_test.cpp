// SPDX-License-Identifier: MIT
#include "services/kit/link_token.hpp"

#include "services/kit/store/table.hpp"
#include "services/kit/testing/desk_test.hpp"

namespace rapport::kit {
namespace {

TEST(LinkKey, OnlyWhatWasMadeWithItIsAToken) {
    const Uuid id = new_uuid(Instant{1'800'000'000'000});
    const LinkKey ours(LinkKey::make()), theirs(LinkKey::make());
    const std::string token = ours.token_for(id);
    EXPECT_EQ(token.size(), 43U);
    EXPECT_EQ(ours.read(token), id);
    EXPECT_FALSE(theirs.read(token));
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string other = token;
        other[i] = other[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(ours.read(other)) << i;
        EXPECT_FALSE(ours.read(token.substr(0, i)));
    }
    EXPECT_FALSE(ours.read(token + "A"));
    EXPECT_FALSE(ours.read("../" + token));
}

TEST(LinkKey, IsMadeOfWhatWasMadeAsOne) {
    const std::string made = LinkKey::make();
    const Uuid id = new_uuid(Instant{1'800'000'000'000});
    EXPECT_EQ(LinkKey(made).token_for(id), LinkKey(made).token_for(id));
    for (const std::string& wrong : {std::string(), made.substr(2), made + "00", std::string(64, 'x')})
        EXPECT_THROW(LinkKey{wrong}, std::logic_error) << wrong;
}

struct LetterTag;
struct Letter {
    Id<LetterTag> id;
    std::int64_t version = 0;
    std::string text;
    static constexpr auto fields =
        describe(identity(&Letter::id, &Letter::version), Field{"text", &Letter::text, "what is in it"});
};
struct Behind {
    std::string token;
    static constexpr auto fields = describe(Field{"token", &Behind::token, "of the link"});
};
constexpr Command<Letter, Behind> post{"post", bus_only, managers};
constexpr Query<Behind, Letter> follow{"follow", bus_only, managers};
constexpr Migration schema_[] = {{"001",
                                  "create table letters (row $row, id text not null unique, version bigint not null, "
                                  "body text not null);\ncreate table letter_key (key text not null);\n"}};

/// Letters that people outside follow by a link.
class Letters {
public:
    Definition definition() {
        return {"letters",
                "keeps letters",
                {on(post, this, &Letters::posted), on(follow, this, &Letters::followed), links_.route()},
                schema_};
    }

private:
    Behind posted(Unit& unit, const Letter& request) {
        Letter letter{.id = unit.new_id<Id<LetterTag>>(), .text = request.text};
        letters_.put(unit, letter);
        return {links_.token_for(unit, letter.id)};
    }
    Letter followed(View& view, const Behind& request) { return links_.behind(view, letters_, request.token); }

    Table<Letter> letters_{"letter", TableSpec{"letters", {}}};
    LinkTokens links_{"letter_key"};
};

class LinkTokensTest : public testing_kit::DeskTest<Letters> {
protected:
    Behind post_one(const std::string& text) {
        return bed.call(post, {.id = Id<LetterTag>(new_uuid(bed.clock.now())), .text = text});
    }
};
RAPPORT_ON_EACH_STORE(LinkTokensTest);

TEST_P(LinkTokensTest, AreOfOneStoreAndOutliveARestart) {
    const Behind link = post_one("hello");
    Letters again;
    bed.reopen(again.definition());
    EXPECT_EQ(bed.call(follow, link).text, "hello");
    Letters others;
    testing_kit::TestBed other(others.definition(), GetParam());
    EXPECT_THROW(other.call(follow, link), Error);
}

TEST_P(LinkTokensTest, SayNoMoreThanThatThereIsNothing) {
    const std::string nothing = "not_found token: there is nothing behind this link";
    const Behind link = post_one("hello");
    const auto store = Db::open(bed.dsn(), Db::Mode::write);
    const auto key = std::get<0>(store->row<std::string>("select key from letter_key").value());
    EXPECT_EQ(refusal(follow, {LinkKey(key).token_for(new_uuid(bed.clock.now()))}), nothing) << "signed, of no letter";
    EXPECT_EQ(refusal(follow, {LinkKey(LinkKey::make()).token_for(*LinkKey(key).read(link.token))}), nothing)
        << "of a letter, signed by another";
    EXPECT_EQ(refusal(follow, {"x"}), nothing);
}

}  // namespace
}  // namespace rapport::kit
