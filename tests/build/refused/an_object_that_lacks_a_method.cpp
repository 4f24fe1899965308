// SPDX-License-Identifier: MIT
// An object that does not implement all of its interface is not made.
// refused: abstract

#include <wua/com/com_ptr.hpp>
#include <wua/com/implements.hpp>

struct ICounter : wua::IUnknown
{
    using base_interface = wua::IUnknown;
    virtual wua::HRESULT WUA_STDCALL get_Count(wua::LONG* value) noexcept = 0;

protected:
    ~ICounter() = default;
};

template <>
inline constexpr wua::guid wua::iid_of<ICounter> = wua::parse_guid("c574de85-7358-43f6-aae8-8697e62d8ba7").value();

class counter final : public wua::implements<counter, ICounter>
{
#if !defined(WUA_MISTAKE)
public:
    wua::HRESULT WUA_STDCALL get_Count(wua::LONG* value) noexcept override
    {
        return wua::answer(value, [] { return wua::LONG{1}; });
    }
#endif
};

wua::IUnknown* make_counter()
{
    return new counter;
}
