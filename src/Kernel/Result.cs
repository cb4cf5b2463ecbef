using System.Diagnostics.CodeAnalysis;

namespace Lingnan.Kernel;

/// <summary>Either a value or the <see cref="Kernel.Error"/> that a user can mend. Bugs are exceptions,
/// not results.</summary>
/// <typeparam name="T">The value on success.</typeparam>
public readonly struct Result<T>
{
    private readonly T? _value;
    private readonly Error? _error;

    private Result(T? value, Error? error) { _value = value; _error = error; }

    /// <summary>True when there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsOk => _error is null;

    /// <summary>The value; reading it from a failure is a bug and throws.</summary>
    public T Value => _error is null ? _value! : throw new InvalidOperationException($"No value: {_error}");

    /// <summary>The error, or null on success.</summary>
    public Error? Error => _error;

    /// <summary>A success.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>A failure.</summary>
    public static implicit operator Result<T>(Error error) => new(default, error);

    /// <summary>A success, where the implicit conversion cannot apply (interfaces).</summary>
    public static Result<T> Ok(T value) => new(value, null);

    /// <summary>Applies <paramref name="map"/> to a value; an error passes through.</summary>
    public Result<TNext> Map<TNext>(Func<T, TNext> map) => IsOk ? Result<TNext>.Ok(map(_value!)) : _error!;

    /// <summary>Goes on with <paramref name="next"/> from a value; an error passes through.</summary>
    public Result<TNext> Then<TNext>(Func<T, Result<TNext>> next) => IsOk ? next(_value!) : _error!;
}

/// <summary>The value of a <see cref="Result{T}"/> that has nothing to tell but success.</summary>
public readonly record struct Done
{
    /// <summary>The only value.</summary>
    public static readonly Done Value;
}
