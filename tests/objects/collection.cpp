// SPDX-License-Identifier: MIT
// What all collections have in common.

#include <wua/objects/collection.hpp>
#include <wua/wuapi/errors.hpp>

#include <catch.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace
{

// Looks at the list it is in whenever a reference to it is added or given up, as an object may.
class curious final : public wua::IUnknown
{
public:
    explicit curious(const wua::detail::changing_items& list) : m_list(list) {}

    wua::HRESULT WUA_STDCALL QueryInterface(const wua::GUID&, void** object) noexcept override
    {
        *object = nullptr;
        return wua::e_nointerface;
    }

    wua::ULONG WUA_STDCALL AddRef() noexcept override
    {
        look();
        return ++m_references;
    }

    wua::ULONG WUA_STDCALL Release() noexcept override
    {
        look();
        return --m_references;
    }

    // The first reference is the caller's.
    wua::variant reference()
    {
        wua::com_ptr<wua::IUnknown> object;
        object.attach(this);
        ++m_references;
        return {std::move(object)};
    }

    wua::ULONG references() const noexcept
    {
        return m_references;
    }

    // The sizes, plus one, that were seen since the last call.
    std::size_t take_looks() noexcept
    {
        return std::exchange(m_looks, 0);
    }

private:
    void look() noexcept
    {
        m_looks += m_list.size() + 1;
    }

    const wua::detail::changing_items& m_list;
    std::size_t m_looks = 0;
    wua::ULONG m_references = 0;
};

std::vector<wua::agile_variant> numbers(const std::vector<int>& values)
{
    return {values.begin(), values.end()};
}

} // namespace

TEST_CASE("no lock is held while an item is copied or given up", "[collection]")
{
    wua::detail::changing_items items({});
    curious object(items);
    wua::agile_variant references[] = {object.reference(), object.reference(), object.reference()};
    object.take_looks(); // where there are apartments, it is asked whether it belongs to one
    CHECK(items.append(std::move(references[0])) == 0);
    items.insert(0, std::move(references[1]));
    CHECK(object.take_looks() == 0);
    {
        const wua::variant copy = items.at(1);
        CHECK(object.take_looks() == 3); // copied from a list of two
    }
    CHECK(object.take_looks() == 3);
    items.replace(0, std::move(references[2]));
    CHECK(object.take_looks() == 3); // one is given up, two are left
    CHECK(items.all().size() == 2);
    CHECK(object.take_looks() == 12);
    items.remove(0);
    CHECK(object.take_looks() == 2); // one is given up, one is left
    items.clear();
    CHECK(object.take_looks() == 1); // one is given up, none is left
    CHECK(object.references() == 0);
}

TEST_CASE("an index is one of an item, and insertion takes the end too", "[collection]")
{
    wua::detail::changing_items items(numbers({10, 11}));
    const auto held = [&] {
        std::vector<int> values;
        for (const wua::variant& item : items.all())
        {
            values.push_back(item.get().lVal);
        }
        return values;
    };
    const auto code_of = [](auto f) -> wua::HRESULT {
        try
        {
            f();
            return wua::s_ok;
        }
        catch (const wua::hresult_error& error)
        {
            return error.code();
        }
    };
    const wua::LONG beyond = GENERATE(-1, 2, 3, 2147483647, -2147483647 - 1);
    CHECK(code_of([&] { items.at(beyond); }) == wua::wu_e_invalidindex);
    CHECK(code_of([&] { items.replace(beyond, {}); }) == wua::wu_e_invalidindex);
    CHECK(code_of([&] { items.remove(beyond); }) == wua::wu_e_invalidindex);
    CHECK(held() == std::vector<int>{10, 11});
    CHECK(code_of([&] { items.insert(beyond, wua::variant(12)); }) ==
          (beyond == 2 ? wua::s_ok : wua::wu_e_invalidindex));
    CHECK(held() == (beyond == 2 ? std::vector<int>{10, 11, 12} : std::vector<int>{10, 11}));
    CHECK(code_of([&] { wua::detail::fixed_items(numbers({1})).at(beyond); }) == wua::wu_e_invalidindex);
}
