namespace FashionSpark.Images;

/// <summary>How a stored picture is turned: the values of EXIF and TIFF tag 274, named by what makes it upright.</summary>
public enum Orientation
{
    Upright = 1,
    MirrorHorizontally = 2,
    Rotate180 = 3,
    MirrorVertically = 4,
    Transpose = 5,
    RotateClockwise = 6,
    Transverse = 7,
    RotateCounterclockwise = 8,
}
