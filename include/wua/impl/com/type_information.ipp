// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/type_information.hpp>.

#include <wua/com/abi_boundary.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/error_info.hpp>
#include <wua/com/reference_counted.hpp>
#include <wua/com/type_information.hpp>
#include <wua/com/vtable_slots.hpp>

#include <cstddef>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>

#if defined(_WIN32)
#include <wua/com/windows/type_info.hpp>
#else
#include <wua/com/portable/type_info.hpp>
#endif

namespace wua::detail
{

// The methods that every kind of type information refuses.
template <class Derived>
class type_info_base : public reference_counted<Derived, ITypeInfo>
{
public:
    HRESULT WUA_STDCALL QueryInterface(REFIID iid, void** object) noexcept override
    {
        if (object == nullptr)
        {
            return e_pointer;
        }
        *object = same(iid, iid_of<ITypeInfo>) || same(iid, iid_of<IUnknown>) ? static_cast<ITypeInfo*>(this) : nullptr;
        if (*object == nullptr)
        {
            return e_nointerface;
        }
        this->AddRef();
        return s_ok;
    }
    HRESULT WUA_STDCALL GetTypeComp(ITypeComp** compiler) noexcept override
    {
        return none(compiler);
    }
    HRESULT WUA_STDCALL GetVarDesc(UINT, VARDESC** variable) noexcept override
    {
        const HRESULT code = none(variable);
        return code == e_notimpl ? type_e_elementnotfound : code;
    }
    HRESULT WUA_STDCALL Invoke(void*, MEMBERID, WORD, DISPPARAMS*, VARIANT*, EXCEPINFO*, UINT*) noexcept override
    {
        return e_notimpl;
    }
    HRESULT WUA_STDCALL GetDllEntry(MEMBERID, INVOKEKIND, BSTR*, BSTR*, WORD*) noexcept override
    {
        return type_e_elementnotfound;
    }
    HRESULT WUA_STDCALL AddressOfMember(MEMBERID, INVOKEKIND, void**) noexcept override
    {
        return type_e_elementnotfound;
    }
    HRESULT WUA_STDCALL CreateInstance(IUnknown*, REFIID, void** object) noexcept override
    {
        return none(object);
    }
    HRESULT WUA_STDCALL GetMops(MEMBERID, BSTR* mops) noexcept override
    {
        return none(mops);
    }
    HRESULT WUA_STDCALL GetContainingTypeLib(ITypeLib** library, UINT*) noexcept override
    {
        return none(library);
    }
    void WUA_STDCALL ReleaseTypeAttr(TYPEATTR* attributes) noexcept override
    {
        delete attributes;
    }
    void WUA_STDCALL ReleaseVarDesc(VARDESC*) noexcept override {}

protected:
    static constexpr HRESULT type_e_elementnotfound = make_hresult(0x8002802B);

    ~type_info_base() = default;

    template <class T>
    static HRESULT none(T** result) noexcept
    {
        if (result == nullptr)
        {
            return e_pointer;
        }
        *result = nullptr;
        return e_notimpl;
    }

    static HRESULT none(BSTR* result) noexcept
    {
        return none<OLECHAR>(result);
    }

    static TYPEATTR* made(TYPEKIND kind, const guid& id) noexcept
    {
        auto* const attributes = new (std::nothrow) TYPEATTR{};
        if (attributes != nullptr)
        {
            attributes->guid = id;
            attributes->memidConstructor = dispid_unknown;
            attributes->memidDestructor = dispid_unknown;
            attributes->typekind = kind;
            attributes->wMajorVerNum = 2;
        }
        return attributes;
    }
};

// A function description and everything it points to. `described` comes first, so that a pointer to it is also one to
// the whole.
struct kept_function
{
    FUNCDESC described{};
    ELEMDESC parameters[call_signature::max_inputs]{};
};

class interface_info final : public type_info_base<interface_info>
{
    friend reference_counted;

public:
    explicit interface_info(const interface_table& table) noexcept : m_table(table), m_listed{{&table, nullptr}} {}

    HRESULT WUA_STDCALL GetTypeAttr(TYPEATTR** attributes) noexcept override
    {
        if (attributes == nullptr)
        {
            return e_pointer;
        }
        *attributes = made(TKIND_DISPATCH, m_table.iid);
        if (*attributes == nullptr)
        {
            return e_outofmemory;
        }
        visit([&](const dispatch_member&, const dispatch_function&, UINT) {
            ++(*attributes)->cFuncs;
            return false;
        });
        (*attributes)->cImplTypes = 1;
        (*attributes)->cbSizeVft = static_cast<WORD>(7 * sizeof(void*));
        (*attributes)->cbAlignment = static_cast<WORD>(alignof(void*));
        (*attributes)->wTypeFlags =
            TYPEFLAG_FDUAL | TYPEFLAG_FNONEXTENSIBLE | TYPEFLAG_FOLEAUTOMATION | TYPEFLAG_FDISPATCHABLE;
        return s_ok;
    }

    HRESULT WUA_STDCALL GetFuncDesc(UINT index, FUNCDESC** function) noexcept override
    {
        if (function == nullptr)
        {
            return e_pointer;
        }
        *function = nullptr;
        HRESULT code = type_e_elementnotfound;
        UINT number = 0;
        visit([&](const dispatch_member& row, const dispatch_function& one, UINT) {
            if (number++ != index)
            {
                return false;
            }
            auto* const kept = new (std::nothrow) kept_function;
            code = kept != nullptr ? s_ok : e_outofmemory;
            if (kept != nullptr)
            {
                describe(*kept, row, one);
                *function = &kept->described;
            }
            return true;
        });
        return code;
    }

    void WUA_STDCALL ReleaseFuncDesc(FUNCDESC* function) noexcept override
    {
        delete reinterpret_cast<kept_function*>(function);
    }

    HRESULT WUA_STDCALL GetNames(MEMBERID member, BSTR* names, UINT count, UINT* written) noexcept override
    {
        if (names == nullptr || written == nullptr)
        {
            return e_pointer;
        }
        *written = 0;
        const dispatch_member* const row = find_member(listed(), member).row;
        if (row == nullptr)
        {
            return type_e_elementnotfound;
        }
        try
        {
            std::string_view rest = row->parameters;
            for (std::string_view name = row->name; *written != count; ++*written)
            {
                names[*written] = bstr(name).detach();
                if (rest.empty())
                {
                    ++*written;
                    break;
                }
                name = rest.substr(0, rest.find(' '));
                rest.remove_prefix(name.size() == rest.size() ? rest.size() : name.size() + 1);
            }
            return s_ok;
        }
        catch (...)
        {
            while (*written != 0)
            {
                SysFreeString(std::exchange(names[--*written], nullptr));
            }
            return e_outofmemory;
        }
    }

    HRESULT WUA_STDCALL GetRefTypeOfImplType(UINT, HREFTYPE* reference) noexcept override
    {
        if (reference == nullptr)
        {
            return e_pointer;
        }
        *reference = 0;
        return type_e_elementnotfound;
    }

    HRESULT WUA_STDCALL GetImplTypeFlags(UINT, INT* flags) noexcept override
    {
        if (flags == nullptr)
        {
            return e_pointer;
        }
        *flags = 0;
        return s_ok;
    }

    HRESULT WUA_STDCALL GetIDsOfNames(LPOLESTR* names, UINT count, MEMBERID* ids) noexcept override
    {
        return ids_of_names(listed(), guid_null, names, count, ids);
    }

    HRESULT WUA_STDCALL GetDocumentation(MEMBERID member, BSTR* name, BSTR* words, DWORD* context,
                                         BSTR* file) noexcept override
    {
        for (BSTR* const text : {name, words, file})
        {
            if (text != nullptr)
            {
                *text = nullptr;
            }
        }
        if (context != nullptr)
        {
            *context = 0;
        }
        const dispatch_member* const row = find_member(listed(), member).row;
        if (row == nullptr && member != dispid_unknown)
        {
            return type_e_elementnotfound;
        }
        if (name == nullptr)
        {
            return s_ok;
        }
        return answer(name, [&] { return std::string(row != nullptr ? std::string_view(row->name) : m_table.name); });
    }

    HRESULT WUA_STDCALL GetRefTypeInfo(HREFTYPE, ITypeInfo** information) noexcept override
    {
        return none(information);
    }

private:
    ~interface_info() = default;

    array_view<listed_interface> listed() const noexcept
    {
        return m_listed;
    }

    // Calls f(row, function, slot) for each function, bases first, until f returns true.
    template <class F>
    void visit(F&& f) const
    {
        bool is_over = false;
        for_each_member(m_table, [&](const dispatch_member& row, UINT slot) {
            for_each_function(row, [&](const dispatch_function& one) {
                is_over = is_over || f(row, one, slot);
                ++slot;
            });
        });
    }

    static void describe(kept_function& kept, const dispatch_member& row, const dispatch_function& function) noexcept
    {
        FUNCDESC& made = kept.described;
        made.memid = row.dispid;
        made.lprgelemdescParam = kept.parameters;
        made.funckind = FUNC_DISPATCH;
        made.callconv = CC_STDCALL;
        made.invkind = INVOKE_FUNC;
        made.elemdescFunc.tdesc.vt = VT_VOID;
        if (function.kind == 0)
        {
            made.wFuncFlags = FUNCFLAG_FRESTRICTED;
            return;
        }
        made.invkind = (function.kind & dispatch_propertyput) != 0   ? INVOKE_PROPERTYPUT
                       : (function.kind & dispatch_propertyget) != 0 ? INVOKE_PROPERTYGET
                                                                     : INVOKE_FUNC;
        if (row.dispid == dispid_newenum)
        {
            made.wFuncFlags = FUNCFLAG_FRESTRICTED;
        }
        made.cParams = static_cast<SHORT>(function.signature->inputs);
        for (UINT i = 0; i != function.signature->inputs; ++i)
        {
            kept.parameters[i].tdesc.vt = function.signature->wanted[i];
            kept.parameters[i].paramdesc.wParamFlags = PARAMFLAG_FIN;
        }
        if (function.signature->result_type != VT_EMPTY)
        {
            made.elemdescFunc.tdesc.vt = function.signature->result_type;
        }
    }

    const interface_table& m_table;
    const listed_interface m_listed[1];
};

class class_info final : public type_info_base<class_info>
{
    friend reference_counted;

public:
    explicit class_info(const interface_table& table) noexcept : m_table(table) {}

    HRESULT WUA_STDCALL GetTypeAttr(TYPEATTR** attributes) noexcept override
    {
        if (attributes == nullptr)
        {
            return e_pointer;
        }
        *attributes = made(TKIND_COCLASS, guid_null);
        if (*attributes == nullptr)
        {
            return e_outofmemory;
        }
        (*attributes)->cImplTypes = 1;
        return s_ok;
    }
    HRESULT WUA_STDCALL GetFuncDesc(UINT, FUNCDESC** function) noexcept override
    {
        if (function == nullptr)
        {
            return e_pointer;
        }
        *function = nullptr;
        return type_e_elementnotfound;
    }
    void WUA_STDCALL ReleaseFuncDesc(FUNCDESC*) noexcept override {}
    HRESULT WUA_STDCALL GetNames(MEMBERID, BSTR*, UINT, UINT*) noexcept override
    {
        return type_e_elementnotfound;
    }
    HRESULT WUA_STDCALL GetRefTypeOfImplType(UINT index, HREFTYPE* reference) noexcept override
    {
        if (reference == nullptr)
        {
            return e_pointer;
        }
        *reference = 0;
        return index == 0 ? s_ok : type_e_elementnotfound;
    }
    HRESULT WUA_STDCALL GetImplTypeFlags(UINT index, INT* flags) noexcept override
    {
        if (flags == nullptr)
        {
            return e_pointer;
        }
        *flags = index == 0 ? IMPLTYPEFLAG_FDEFAULT : 0;
        return index == 0 ? s_ok : type_e_elementnotfound;
    }
    HRESULT WUA_STDCALL GetIDsOfNames(LPOLESTR*, UINT, MEMBERID*) noexcept override
    {
        return disp_e_unknownname;
    }
    HRESULT WUA_STDCALL GetDocumentation(MEMBERID, BSTR* name, BSTR* words, DWORD* context,
                                         BSTR* file) noexcept override
    {
        const com_ptr<ITypeInfo> of_interface = interface_of();
        return of_interface ? of_interface->GetDocumentation(dispid_unknown, name, words, context, file)
                            : e_outofmemory;
    }
    HRESULT WUA_STDCALL GetRefTypeInfo(HREFTYPE reference, ITypeInfo** information) noexcept override
    {
        if (information == nullptr)
        {
            return e_pointer;
        }
        *information = reference == 0 ? interface_of().detach() : nullptr;
        return reference != 0 ? type_e_elementnotfound : *information != nullptr ? s_ok : e_outofmemory;
    }

private:
    ~class_info() = default;

    com_ptr<ITypeInfo> interface_of() const noexcept
    {
        com_ptr<ITypeInfo> made_now;
        made_now.attach(new (std::nothrow) interface_info(m_table));
        return made_now;
    }

    const interface_table& m_table;
};

// Created on request; by COM's identity rules it is a part of the object.
class class_info_support final : public reference_counted<class_info_support, IProvideClassInfo>
{
    friend reference_counted;

public:
    class_info_support(IUnknown* object, const interface_table& table) noexcept : m_object(object), m_table(table) {}

    HRESULT WUA_STDCALL QueryInterface(REFIID iid, void** object) noexcept override
    {
        if (object != nullptr && same(iid, iid_of<IProvideClassInfo>))
        {
            AddRef();
            *object = static_cast<IProvideClassInfo*>(this);
            return s_ok;
        }
        return m_object->QueryInterface(iid, object);
    }

    HRESULT WUA_STDCALL GetClassInfo(ITypeInfo** information) noexcept override
    {
        if (information == nullptr)
        {
            return e_pointer;
        }
        *information = new (std::nothrow) class_info(m_table);
        return *information != nullptr ? s_ok : e_outofmemory;
    }

private:
    ~class_info_support() = default;

    const com_ptr<IUnknown> m_object;
    const interface_table& m_table;
};

// The table of the object's first automation interface; null if it has none.
WUA_COLD const interface_table* automation_table(array_view<listed_interface> object) noexcept
{
    for (const listed_interface& listed : object)
    {
        for (const interface_table* table = listed.table; table != nullptr; table = table->base)
        {
            if (same(table->iid, iid_of<IDispatch>))
            {
                return listed.table;
            }
        }
    }
    return nullptr;
}

WUA_COLD HRESULT count_type_info(UINT* count) noexcept
{
    if (count == nullptr)
    {
        return report_failure(e_pointer);
    }
    *count = 1;
    return s_ok;
}

WUA_COLD HRESULT get_type_info(array_view<listed_interface> object, UINT index, ITypeInfo** information) noexcept
{
    if (information == nullptr)
    {
        return report_failure(e_pointer);
    }
    *information = nullptr;
    const interface_table* const table = automation_table(object);
    if (index != 0 || table == nullptr)
    {
        return report_failure(disp_e_badindex);
    }
    *information = new (std::nothrow) interface_info(*table);
    return *information != nullptr ? s_ok : report_failure(e_outofmemory);
}

WUA_COLD HRESULT query_class_info(array_view<listed_interface> object, REFIID iid, void** result) noexcept
{
    const interface_table* const table = same(iid, iid_of<IProvideClassInfo>) ? automation_table(object) : nullptr;
    if (table == nullptr)
    {
        return e_nointerface;
    }
    *result = static_cast<IProvideClassInfo*>(new (std::nothrow) class_info_support((*object.begin()).self, *table));
    return *result != nullptr ? s_ok : e_outofmemory;
}

} // namespace wua::detail
