using Apache.Arrow;

namespace FashionSpark.Tables;

/// <summary>Reads the value at an index that is not null.</summary>
internal delegate T ArrowValue<out T>(IArrowArray array, int index)
    where T : struct;
