// SPDX-License-Identifier: MIT
// Collections of updates, called by C++ and by name.

#include "foreign_update.hpp"
#include "late_bound.hpp"
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/variant.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/wuapi/errors.hpp>

#include <catch.hpp>

#include <string>
#include <thread>
#include <vector>

namespace
{

using update_list = std::vector<wua::com_ptr<wua::IUpdate>>;

wua::com_ptr<wua::IUpdate> titled(const char* title)
{
    return wua::make_update(wua::make_item(title, "http://localhost/"));
}

std::string title_of(wua::IUpdate& update)
{
    wua::bstr title;
    wua::throw_if_failed(update.get_Title(title.put()));
    return title.to_utf8();
}

std::string titles_in(wua::IUpdateCollection& collection)
{
    std::string titles;
    for (const auto& update : wua::updates_of(collection))
    {
        titles += title_of(*update);
    }
    return titles;
}

wua::HRESULT code_of_reading(wua::IUpdateCollection& collection)
{
    try
    {
        wua::updates_of(collection);
        return wua::s_ok;
    }
    catch (const wua::hresult_error& error)
    {
        return error.code();
    }
}

// The updates alive among those made by it.
struct census
{
    int alive = 0;

    wua::com_ptr<foreign_update> make()
    {
        auto made = wua::make<foreign_update>();
        ++alive;
        made->on_destroyed = [this] { --alive; };
        return made;
    }
};

} // namespace

TEST_CASE("a new collection is empty and may be changed", "[update_collection]")
{
    const auto collection = wua::make_update_collection();
    wua::LONG count = 7;
    wua::VARIANT_BOOL read_only = wua::variant_true;
    CHECK(collection->get_Count(&count) == wua::s_ok);
    CHECK(collection->get_ReadOnly(&read_only) == wua::s_ok);
    CHECK(count == 0);
    CHECK(read_only == wua::variant_false);
}

TEST_CASE("adding, inserting, replacing and removing keep the order", "[update_collection]")
{
    const auto collection = wua::make_update_collection({titled("a")});
    wua::LONG index = -1;
    CHECK(collection->Add(titled("b").get(), &index) == wua::s_ok);
    CHECK(index == 1);
    CHECK(collection->Insert(0, titled("c").get()) == wua::s_ok);
    CHECK(titles_in(*collection) == "cab");
    CHECK(collection->Insert(3, titled("d").get()) == wua::s_ok);
    CHECK(titles_in(*collection) == "cabd");
    CHECK(collection->put_Item(1, titled("e").get()) == wua::s_ok);
    CHECK(titles_in(*collection) == "cebd");
    CHECK(collection->RemoveAt(2) == wua::s_ok);
    CHECK(titles_in(*collection) == "ced");
    CHECK(collection->Clear() == wua::s_ok);
    CHECK(titles_in(*collection).empty());
}

TEST_CASE("a bad index is WU_E_INVALIDINDEX and changes nothing", "[update_collection]")
{
    const auto collection = wua::make_update_collection({titled("a")});
    const auto other = titled("b");
    const wua::LONG bad = GENERATE(-1, 1, 2147483647);
    wua::IUpdate* item = other.get();
    CHECK(collection->get_Item(bad, &item) == wua::wu_e_invalidindex);
    CHECK(item == nullptr);
    CHECK(collection->put_Item(bad, other.get()) == wua::wu_e_invalidindex);
    CHECK(collection->RemoveAt(bad) == wua::wu_e_invalidindex);
    CHECK(collection->Insert(bad == 1 ? 2 : bad, other.get()) == wua::wu_e_invalidindex);
    CHECK(titles_in(*collection) == "a");
}

TEST_CASE("null pointers are E_POINTER and change nothing", "[update_collection]")
{
    const auto collection = wua::make_update_collection({titled("a")});
    wua::LONG index = 5;
    CHECK(collection->Add(nullptr, &index) == wua::e_pointer);
    CHECK(index == 0);
    CHECK(collection->Add(titled("b").get(), nullptr) == wua::e_pointer);
    CHECK(collection->Insert(0, nullptr) == wua::e_pointer);
    CHECK(collection->put_Item(0, nullptr) == wua::e_pointer);
    CHECK(collection->get_Item(0, nullptr) == wua::e_pointer);
    CHECK(collection->get_Count(nullptr) == wua::e_pointer);
    CHECK(collection->get_ReadOnly(nullptr) == wua::e_pointer);
    CHECK(collection->get__NewEnum(nullptr) == wua::e_pointer);
    CHECK(collection->Copy(nullptr) == wua::e_pointer);
    CHECK(titles_in(*collection) == "a");
    CHECK_THROWS_AS(wua::make_update_collection({nullptr}), wua::hresult_error);
    CHECK_THROWS_AS(wua::make_read_only_collection({nullptr}), wua::hresult_error);
}

TEST_CASE("every change of a read-only collection is WU_E_NOT_SUPPORTED", "[update_collection]")
{
    const auto collection = wua::make_read_only_collection({titled("a"), titled("b")});
    const auto other = titled("c");
    wua::LONG index = 5;
    wua::VARIANT_BOOL read_only = wua::variant_false;
    CHECK(collection->get_ReadOnly(&read_only) == wua::s_ok);
    CHECK(read_only == wua::variant_true);
    CHECK(collection->Add(other.get(), &index) == wua::wu_e_not_supported);
    CHECK(collection->put_Item(0, other.get()) == wua::wu_e_not_supported);
    CHECK(collection->Insert(0, other.get()) == wua::wu_e_not_supported);
    CHECK(collection->RemoveAt(0) == wua::wu_e_not_supported);
    CHECK(collection->Clear() == wua::wu_e_not_supported);
    CHECK(titles_in(*collection) == "ab");
}

TEST_CASE("a copy is shallow and may be changed, whatever it was copied from", "[update_collection]")
{
    const auto first = titled("a");
    const bool read_only = GENERATE(false, true);
    const auto original = read_only ? wua::make_read_only_collection({first}) : wua::make_update_collection({first});
    wua::com_ptr<wua::IUpdateCollection> copy;
    REQUIRE(original->Copy(copy.put()) == wua::s_ok);
    wua::LONG index = -1;
    CHECK(copy->Add(titled("b").get(), &index) == wua::s_ok);
    CHECK(titles_in(*copy) == "ab");
    CHECK(titles_in(*original) == "a");
    CHECK(wua::updates_of(*copy)[0] == first);
}

TEST_CASE("a collection holds one reference to each update and gives it up", "[update_collection]")
{
    census people;
    {
        const auto collection = wua::make_update_collection({people.make(), people.make()});
        wua::LONG index = -1;
        REQUIRE(collection->Add(people.make().get(), &index) == wua::s_ok);
        CHECK(people.alive == 3);
        REQUIRE(collection->RemoveAt(1) == wua::s_ok);
        CHECK(people.alive == 2);
        REQUIRE(collection->put_Item(0, people.make().get()) == wua::s_ok);
        CHECK(people.alive == 2);
        const auto copy = wua::make_read_only_collection(wua::updates_of(*collection));
        REQUIRE(collection->Clear() == wua::s_ok);
        CHECK(people.alive == 2);
    }
    CHECK(people.alive == 0);
}

TEST_CASE("an update that looks at its collection while it is removed finds it changed already", "[update_collection]")
{
    const auto collection = wua::make_update_collection();
    std::vector<wua::LONG> counts;
    const auto add = [&] {
        const auto made = wua::make<foreign_update>();
        made->on_destroyed = [&] {
            wua::LONG count = -1;
            collection->get_Count(&count);
            counts.push_back(count);
        };
        wua::LONG index = -1;
        REQUIRE(collection->Add(made.get(), &index) == wua::s_ok);
    };
    add();
    add();
    add();
    CHECK(collection->RemoveAt(0) == wua::s_ok);
    CHECK(collection->put_Item(0, titled("x").get()) == wua::s_ok);
    CHECK(collection->Clear() == wua::s_ok);
    CHECK(counts == std::vector<wua::LONG>{2, 2, 0});
}

TEST_CASE("an enumerator walks over what was there when it was made", "[update_collection]")
{
    const auto collection = wua::make_update_collection({titled("a"), titled("b")});
    wua::com_ptr<wua::IUnknown> made;
    REQUIRE(collection->get__NewEnum(made.put()) == wua::s_ok);
    const auto values = made.query<wua::IEnumVARIANT>();
    REQUIRE(collection->Clear() == wua::s_ok);
    std::string titles;
    wua::variant value;
    wua::ULONG fetched = 0;
    while (values->Next(1, value.put(), &fetched) == wua::s_ok)
    {
        REQUIRE(value.vt() == wua::VT_DISPATCH);
        titles += title_of(*wua::com_ptr<wua::IDispatch>(value.get().pdispVal).query<wua::IUpdate>());
    }
    CHECK(titles == "ab");
}

TEST_CASE("JScript's Enumerator, which calls _NewEnum as a method, gets it, and no other property is a method",
          "[update_collection]")
{
    const auto collection = wua::make_update_collection({titled("a")});
    const late::outcome walk = late::invoke(*collection, wua::dispid_newenum, wua::dispatch_method, {});
    CHECK(walk.code == wua::s_ok);
    CHECK(walk.value.vt() == wua::VT_UNKNOWN);
    CHECK(late::invoke(*collection, wua::dispid_newenum, wua::dispatch_propertyput, {1}).code ==
          wua::disp_e_membernotfound);
    constexpr wua::DISPID count = 0x60020001;
    CHECK(late::invoke(*collection, count, wua::dispatch_propertyget, {}).code == wua::s_ok);
    CHECK(late::invoke(*collection, count, wua::dispatch_method, {}).code == wua::disp_e_membernotfound);
}

TEST_CASE("a script counts, indexes, adds and walks by name", "[update_collection]")
{
    const auto collection = wua::make_update_collection();
    CHECK(late::number(late::call(*collection, "add", {wua::variant(titled("a"))})) == 0);
    CHECK(late::number(late::call(*collection, "ADD", {wua::variant(titled("b"))})) == 1);
    CHECK(late::number(late::get(*collection, "Count")) == 2);
    CHECK(late::call(*collection, "Insert", {0, wua::variant(titled("c"))}).code == wua::s_ok);
    CHECK(late::put(*collection, "Item", {1, wua::variant(titled("d"))}).code == wua::s_ok);

    const late::outcome item = late::invoke(*collection, wua::dispid_value, wua::dispatch_propertyget, {1});
    REQUIRE(item.value.vt() == wua::VT_DISPATCH);
    CHECK(late::text(late::get(*item.value.get().pdispVal, "Title").value) == "d");

    std::string titles;
    for (const wua::variant& value : late::each(*collection))
    {
        REQUIRE(value.vt() == wua::VT_DISPATCH);
        titles += late::text(late::get(*value.get().pdispVal, "Title").value);
    }
    CHECK(titles == "cdb");
    CHECK(late::call(*collection, "RemoveAt", {"1"}).code == wua::s_ok); // text that is a number will do
    CHECK(late::call(*collection, "Clear").code == wua::s_ok);
    CHECK(late::number(late::get(*collection, "Count")) == 0);
}

TEST_CASE("a script learns what it did wrong", "[update_collection]")
{
    const auto collection = wua::make_read_only_collection({titled("a")});
    const late::outcome beyond = late::get(*collection, "Item", {1});
    CHECK(beyond.code == wua::disp_e_exception);
    CHECK(beyond.failure == wua::wu_e_invalidindex);
    CHECK(beyond.description == "the index 1 is out of range: valid are 0 to 0");
    CHECK(late::call(*collection, "Clear").failure == wua::wu_e_not_supported);
    CHECK(late::get(*collection, "Item").code == wua::disp_e_badparamcount);
    const late::outcome wrong = late::call(*collection, "Insert", {0, "no update"});
    CHECK(wrong.code == wua::disp_e_typemismatch);
    CHECK(wrong.bad_argument == 0); // counted from behind
    CHECK_THROWS_AS(late::get(*collection, "Length"), wua::hresult_error);
}

TEST_CASE("threads may use one collection at the same time", "[update_collection]")
{
    const auto collection = wua::make_update_collection();
    constexpr int rounds = 200;
    std::vector<std::thread> threads;
    for (int i = 0; i != 3; ++i)
    {
        threads.emplace_back([&collection] {
            for (int round = 0; round != rounds; ++round)
            {
                wua::LONG index = -1;
                collection->Add(titled("a").get(), &index);
                collection->Insert(0, titled("b").get());
                wua::com_ptr<wua::IUpdate> item;
                collection->get_Item(index, item.put());
                collection->RemoveAt(0);
                wua::com_ptr<wua::IUnknown> values;
                collection->get__NewEnum(values.put());
            }
        });
    }
    for (std::thread& thread : threads)
    {
        thread.join();
    }
    CHECK(wua::updates_of(*collection).size() == 3 * rounds);
}

TEST_CASE("the updates of a foreign collection are read by Count and Item", "[update_collection]")
{
    census people;
    {
        const auto foreign = wua::make<foreign_collection>();
        foreign->count = 2;
        const update_list offered{people.make(), people.make()};
        foreign->item = [&](wua::LONG index, wua::IUpdate** place) {
            offered[static_cast<std::size_t>(index)].copy_to(place);
            return wua::s_ok;
        };
        CHECK(wua::updates_of(*foreign) == offered);
    }
    CHECK(people.alive == 0);
}

TEST_CASE("a collection with a wrong Count is refused with a code", "[update_collection]")
{
    census people;
    {
        const auto liar = wua::make<foreign_collection>();
        const auto honest = people.make();
        liar->count = 3;
        liar->item = [&](wua::LONG index, wua::IUpdate** place) {
            *place = nullptr;
            if (index == 2)
            {
                return wua::e_unexpected;
            }
            wua::com_ptr<wua::IUpdate>(honest).copy_to(place);
            return wua::s_ok;
        };
        CHECK(code_of_reading(*liar) == wua::e_unexpected); // fails half-way
        liar->count = -1;
        CHECK(code_of_reading(*liar) == wua::e_invalidarg);
        liar->count_code = wua::e_accessdenied;
        CHECK(code_of_reading(*liar) == wua::e_accessdenied);
        liar->count_code = wua::s_ok;
        liar->count = 2147483647; // far more than there are
        CHECK(code_of_reading(*liar) == wua::e_unexpected);
        liar->item = [](wua::LONG, wua::IUpdate** place) {
            *place = nullptr;
            return wua::s_ok;
        };
        CHECK(code_of_reading(*liar) == wua::e_invalidarg);
    }
    CHECK(people.alive == 0);
}
