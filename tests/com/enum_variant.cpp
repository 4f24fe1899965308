// SPDX-License-Identifier: MIT

// The enumerator that For Each uses.

#include <wua/com/com_ptr.hpp>
#include <wua/com/enum_variant.hpp>
#include <wua/com/variant.hpp>

#include <catch.hpp>

#include <atomic>
#include <cstddef>
#include <thread>
#include <utility>
#include <vector>

namespace
{

wua::com_ptr<wua::IEnumVARIANT> three()
{
    return wua::make_enum_variant({10, 20, "thirty"});
}

// The values that one call of Next gives, as numbers; text is -1.
std::vector<wua::LONG> next(wua::IEnumVARIANT& values, wua::ULONG count, wua::HRESULT expected)
{
    std::vector<wua::VARIANT> raw(count);
    wua::ULONG fetched = 99;
    CHECK(values.Next(count, raw.data(), &fetched) == expected);
    std::vector<wua::LONG> numbers;
    for (wua::ULONG i = 0; i != count; ++i)
    {
        wua::variant value;
        value.attach(raw[i]);
        if (i < fetched)
        {
            numbers.push_back(value.vt() == wua::VT_I4 ? value.get().lVal : -1);
        }
        else
        {
            CHECK(value.vt() == wua::VT_EMPTY);
        }
    }
    return numbers;
}

using numbers = std::vector<wua::LONG>;

} // namespace

TEST_CASE("values come in order, and S_FALSE says that there were fewer than asked for", "[enum_variant]")
{
    const auto values = three();
    CHECK(next(*values, 2, wua::s_ok) == numbers{10, 20});
    CHECK(next(*values, 2, wua::s_false) == numbers{-1});
    CHECK(next(*values, 1, wua::s_false) == numbers{});
    CHECK(values->Reset() == wua::s_ok);
    CHECK(next(*values, 1, wua::s_ok) == numbers{10});
    CHECK(next(*values, 0, wua::s_ok) == numbers{});
}

TEST_CASE("skipping beyond the end stands at the end", "[enum_variant]")
{
    const auto values = three();
    CHECK(values->Skip(1) == wua::s_ok);
    CHECK(next(*values, 1, wua::s_ok) == numbers{20});
    CHECK(values->Skip(2) == wua::s_false);
    CHECK(next(*values, 1, wua::s_false) == numbers{});
}

TEST_CASE("a clone begins where its original stands and then goes its own way", "[enum_variant]")
{
    const auto values = three();
    values->Skip(1);
    wua::com_ptr<wua::IEnumVARIANT> clone;
    CHECK(values->Clone(clone.put()) == wua::s_ok);
    CHECK(next(*values, 2, wua::s_ok) == numbers{20, -1});
    CHECK(next(*clone, 1, wua::s_ok) == numbers{20});
    CHECK(values->Clone(nullptr) == wua::e_pointer);
}

TEST_CASE("the number fetched may be left out only when one value is asked for", "[enum_variant]")
{
    const auto values = three();
    wua::VARIANT raw[2] = {};
    CHECK(values->Next(2, raw, nullptr) == wua::e_pointer);
    CHECK(values->Next(1, nullptr, nullptr) == wua::e_pointer);
    CHECK(values->Next(1, raw, nullptr) == wua::s_ok);
    CHECK(raw[0].lVal == 10);
}

TEST_CASE("threads that share an enumerator get each value once, and never one behind the end", "[enum_variant]")
{
    constexpr wua::LONG count = 20'000;
    std::vector<wua::variant> values;
    for (wua::LONG i = 0; i != count; ++i)
    {
        values.emplace_back(i);
    }
    const auto shared = wua::make_enum_variant(std::move(values));
    std::vector<std::atomic<int>> seen(count);
    std::atomic<int> strange = 0;
    const auto take_all = [&](wua::ULONG wanted) {
        wua::ULONG fetched = 1;
        while (fetched != 0)
        {
            wua::VARIANT raw[3];
            strange += wua::failed(shared->Next(wanted, raw, &fetched)) ? 1 : 0;
            for (wua::ULONG i = 0; i != fetched; ++i)
            {
                const bool is_one = raw[i].vt == wua::VT_I4 && raw[i].lVal >= 0 && raw[i].lVal < count;
                is_one ? ++seen[static_cast<std::size_t>(raw[i].lVal)] : ++strange;
            }
        }
    };
    std::thread other(take_all, 3);
    take_all(2);
    other.join();
    CHECK(strange == 0);
    int missed = 0;
    for (const std::atomic<int>& times : seen)
    {
        missed += times == 1 ? 0 : 1;
    }
    CHECK(missed == 0);
    CHECK(shared->Skip(1) == wua::s_false);
}
