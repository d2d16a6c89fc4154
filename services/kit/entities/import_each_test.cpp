// SPDX-License-Identifier: MIT
#include "services/kit/entities/import_each.hpp"

#include <gmock/gmock-matchers.h>

#include "services/kit/store/table.hpp"
#include "services/kit/testing/desk_test.hpp"

namespace rapport::kit {
namespace {

using testing::ElementsAre;

struct BookTag;
using BookId = Id<BookTag>;
struct Book {
    BookId id;
    std::int64_t version = 0;
    std::string isbn, title;
    static constexpr auto fields =
        describe(identity(&Book::id, &Book::version), Field{"isbn", &Book::isbn, "its number"},
                 Field{"title", &Book::title, "what it is called", length(1, 20)});
};
struct BookRow {
    std::string isbn, title;
    static constexpr auto fields = describe(Field{"isbn", &BookRow::isbn, "its number", length(1, 20)},
                                            Field{"title", &BookRow::title, "what it is called", length(1, 20)});
};
struct AskBooks {
    bool all = true;
    static constexpr auto fields = describe(Field{"all", &AskBooks::all, "always", defaulted});
};
constexpr Command<ImportRows, ImportedRows> import_books{"import_books", bus_only, managers};
constexpr Query<AskBooks, Page<Book>> list_books{"list_books", bus_only, managers};
constexpr Event<Book> book_stored{"shelf.book_stored", "a book is there, or is another"};
constexpr Migration schema_[] = {{"001",
                                  "create table books (row $row, id text not null unique, version bigint not null, "
                                  "isbn text not null, body text not null);\n"}};

/// Books that are found again by their ISBN.
class Shelf {
public:
    Definition definition() {
        return {"shelf",
                "keeps books",
                {import_each(import_books, this, &Shelf::import_book), on(list_books, this, &Shelf::list),
                 tells(book_stored)},
                schema_};
    }

private:
    ImportedRow import_book(Unit& unit, const BookRow& row) {
        if (row.title == "unknown author") throw UnknownReference("authors", "author");
        if (row.title == "our fault") throw Error(Code::internal, "a bug");
        if (row.title == "forbidden") throw Error(Code::failed_precondition, "title: is forbidden");
        const auto known = books_.find_by(unit, "isbn", row.isbn);
        Book book = known.value_or(Book{.id = unit.new_id<BookId>(), .isbn = row.isbn});
        if (known && known->title == row.title) return {.outcome = ImportOutcome::unchanged, .id = book.id};
        book.title = row.title;
        books_.put(unit, book);
        if (row.title == "too late") throw Error(Code::failed_precondition, "title: is checked too late");
        unit.emit(book_stored, book.id, book);
        return {.outcome = known ? ImportOutcome::updated : ImportOutcome::created, .id = book.id};
    }
    Page<Book> list(View& view, const AskBooks&) { return {.items = books_.rows(view, "order by isbn")}; }

    Table<Book> books_{"book", TableSpec{"books", {"isbn"}}};
};

class ImportEachTest : public testing_kit::DeskTest<Shelf> {
protected:
    static ImportRows rows(const std::vector<BookRow>& books) {
        ImportRows all;
        for (const BookRow& book : books) all.rows.push_back(any_of(book));
        return all;
    }
    /// What became of each row: the outcome, or the error.
    std::vector<std::string> import(const ImportRows& request) {
        std::vector<std::string> all;
        for (const ImportedRow& row : bed.call(import_books, request).rows) {
            EXPECT_EQ(row.id.has_value(), row.outcome != ImportOutcome::rejected);
            all.push_back(row.error.value_or(std::string(name_of(row.outcome))));
        }
        return all;
    }
    std::vector<std::string> titles() {
        std::vector<std::string> all;
        for (const Book& book : bed.call(list_books, {}).items) all.push_back(book.title);
        return all;
    }
};
RAPPORT_ON_EACH_STORE(ImportEachTest);

TEST_P(ImportEachTest, EachRowIsCreatedOrUpdatedOrUnchanged) {
    EXPECT_THAT(import(rows({{"1", "Emma"}, {"2", "Dune"}, {"1", "Emma"}})),
                ElementsAre("created", "created", "unchanged"));
    EXPECT_THAT(import(rows({{"1", "Emma"}, {"2", "Dune II"}})), ElementsAre("unchanged", "updated"));
    EXPECT_THAT(titles(), ElementsAre("Emma", "Dune II"));
}

TEST_P(ImportEachTest, AWrongRowIsRejectedByItselfAsARequestIs) {
    ImportRows request = rows({{"1", ""}, {"2", "forbidden"}, {"3", "Dune"}});
    request.rows.push_back(Any{from_json(R"({"isbn":"4","tilte":"Emma"})")});
    EXPECT_THAT(import(request), ElementsAre("title: must not be empty", "title: is forbidden", "created",
                                             "tilte: unknown; did you mean `title`?"));
    EXPECT_THAT(titles(), ElementsAre("Dune"));
}

TEST_P(ImportEachTest, WhatIsNoFaultOfTheRowsFailsTheWholeCall) {
    EXPECT_EQ(refusal(import_books, rows({{"1", "Emma"}, {"2", "our fault"}})), "internal a bug");
    EXPECT_THAT(refusal(import_books, rows({{"1", "Emma"}, {"2", "unknown author"}})),
                testing::StartsWith("not_found author: "));
    EXPECT_THAT(titles(), ElementsAre()) << "nothing of a call that failed is kept";
}

TEST_P(ImportEachTest, ARowThatIsRefusedAfterItsFirstWriteFailsTheWholeCall) {
    EXPECT_EQ(refusal(import_books, rows({{"1", "Emma"}, {"2", "too late"}})),
              "failed_precondition title: is checked too late");
    EXPECT_THAT(titles(), ElementsAre());
}

TEST_P(ImportEachTest, NobodyIsToldUnlessItIsAskedFor) {
    ImportRows request = rows({{"1", "Emma"}});
    import(request);
    EXPECT_TRUE(bed.events.back().quiet);
    request = rows({{"2", "Dune"}});
    request.notify = true;
    import(request);
    EXPECT_FALSE(bed.events.back().quiet);
}

TEST_P(ImportEachTest, ADryRunAnswersWhatWouldComeOfItAndKeepsNothing) {
    import(rows({{ "1", "Emma" }}));
    const auto events = bed.events.size();
    ImportRows request = rows({{"1", "Emma II"}, {"2", "Dune"}, {"2", "Dune"}, {"3", ""}});
    request.dry_run = true;
    bed.with_key("the same");
    EXPECT_THAT(import(request), ElementsAre("updated", "created", "unchanged", "title: must not be empty"));
    EXPECT_THAT(titles(), ElementsAre("Emma"));
    EXPECT_EQ(bed.events.size(), events);
    request.dry_run = false;
    bed.with_key("the same");
    EXPECT_THAT(import(request), ElementsAre("updated", "created", "unchanged", "title: must not be empty"));
    EXPECT_THAT(titles(), ElementsAre("Emma II", "Dune"));
}

TEST_P(ImportEachTest, ADryRunTakesNothingOfItsNeighboursBack) {
    ImportRows trial = rows({{"2", "Dune"}});
    trial.dry_run = true;
    std::vector<Work> group;
    const auto add = [&](const ImportRows& request) {
        group.push_back(Invocation{.method = "import_books",
                                   .params = encode(request),
                                   .header = {.actor = Actor{.id = "user:1", .roles = {"manager"}}}});
    };
    add(rows({{"1", "Emma"}}));
    add(trial);
    add(rows({{"3", "Ulysses"}}));
    std::size_t events = 0;
    const Committed committed = bed.engine().run(group);
    for (const Outcome& outcome : committed.outcomes) EXPECT_FALSE(outcome.error);
    events = committed.events.size();
    EXPECT_EQ(events, 2U);
    EXPECT_THAT(titles(), ElementsAre("Emma", "Ulysses"));
}

}  // namespace
}  // namespace rapport::kit
