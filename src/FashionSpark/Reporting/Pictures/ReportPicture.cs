namespace FashionSpark.Reporting;

/// <summary>An image as PNG files: as the model sees it, and with the heat map laid over; null where the model has none.</summary>
internal sealed record ReportPicture(byte[] Picture, byte[]? Heat);
